/** An error of the Step Functions API: `code` is what SDKs give as the error's name. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly extra: Readonly<Record<string, string>>

  constructor(
    code: string,
    message: string,
    options: { status?: number; extra?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    // Tasks that call this API see the code as their error's name.
    this.name = code
    this.code = code
    this.status = options.status ?? 400
    this.extra = options.extra ?? {}
  }
}

/** A request that does not have the shape the API asks for. */
export function validationError(message: string): ApiError {
  return new ApiError('ValidationException', message)
}
