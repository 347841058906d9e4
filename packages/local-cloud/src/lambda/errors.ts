/** A call that Lambda refuses before any code runs; `name` is the error name of the Lambda API. */
export class LambdaError extends Error {
  readonly status: number

  constructor(name: string, status: number, message: string) {
    super(message)
    this.name = name
    this.status = status
  }
}

export function functionNotFound(name: string): LambdaError {
  return new LambdaError('ResourceNotFoundException', 404, `Function not found: ${name}`)
}

export function tooManyRequests(reason: string): LambdaError {
  return new LambdaError('TooManyRequestsException', 429, `Rate Exceeded. ${reason}`)
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
