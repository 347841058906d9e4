import type { AuthorizationRequest } from '../s3/authorize.ts'

export type { AuthorizationRequest, Authorize } from '../s3/authorize.ts'

/**
 * What a service asks when it calls another one because of a resource: a rule, a topic.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function inNameOf(
  service: string,
  sourceArn: string,
  action: string,
  resource: string,
  accountId: string,
): AuthorizationRequest {
  return {
    principal: service,
    action,
    resource,
    context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId },
  }
}

/** A call that no policy of its principal allows. The name is AWS's. */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedException'
}
