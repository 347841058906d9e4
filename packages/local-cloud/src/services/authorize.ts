export type { AuthorizationRequest, Authorize } from '../s3/authorize.ts'

/** A call that no policy of its principal allows. The name is AWS's. */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedException'
}
