/** Thrown by a transform whose policy is quarantine. The reason says why and never holds the value. */
export class RefusedValueError extends Error {
  constructor(transform: string, reason: string) {
    super(`${transform}: ${reason}`)
    this.name = 'RefusedValueError'
  }
}

/** Sends the row to quarantine. */
export function refuse(transform: string, reason: string): never {
  throw new RefusedValueError(transform, reason)
}
