/** An embedded server could not be started: the message says which step failed and what to do instead. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError'
}

/** A server named by a URL can't be used: unreachable, refused, unknown host, wrong password or too old. */
export class ExternalServerError extends Error {
  override readonly name = 'ExternalServerError'
}

/** A database was not created or dropped because it is not one of ours. */
export class NotOwnedDatabaseError extends Error {
  override readonly name = 'NotOwnedDatabaseError'
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The `code` that Node, pg and mysql2 put on their errors, such as `ECONNREFUSED` or `28P01`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
