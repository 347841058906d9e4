/** A question to the policies: may this principal do this? */
export interface AuthorizationRequest {
  /** ARN of the role or user whose key signed the request. */
  readonly principal: string
  /** `s3:GetObject`, `s3:ListBucket`, ... */
  readonly action: string
  /** `arn:aws:s3:::bucket`, `arn:aws:s3:::bucket/key`, or `*` for ListAllMyBuckets. */
  readonly resource: string
  /** Condition keys of the request; `s3:prefix` for a listing. */
  readonly context: Readonly<Record<string, string>>
}

/** Asked before each operation, and for each object of a batch. A throw is answered 403 AccessDenied with its message. */
export type Authorize = (request: AuthorizationRequest) => void | Promise<void>
