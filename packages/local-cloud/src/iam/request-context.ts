import type { AuthorizationRequest } from '../services/authorize.ts'
import type { Account } from '../stack/account.ts'
import type { RequestContext } from './conditions.ts'
import { isService } from './principals.ts'
import { sends } from './source-keys.ts'

/**
 * The condition keys of a request: what AWS knows about every one, and what the call brings. Real calls come over TLS,
 * so policies that ask for it are met. A service's call has only the keys that AWS documents for it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(request: AuthorizationRequest, { accountId, region }: Account): RequestContext {
  const { principal, action } = request
  const context = new Map([
    ['aws:resourceaccount', accountId],
    ['aws:requestedregion', region],
    ['aws:securetransport', 'true'],
    ['aws:viaawsservice', 'false'],
    ['aws:principalisawsservice', String(isService(principal))],
    ['s3:resourceaccount', accountId],
    ['s3:authtype', 'REST-HEADER'],
    ['s3:signatureversion', 'AWS4-HMAC-SHA256'],
    ['kms:calleraccount', accountId],
  ])
  if (isService(principal)) {
    context.set('aws:principalservicename', principal)
  } else {
    context.set('aws:principalarn', principal)
    context.set('aws:principalaccount', accountId)
    context.set('aws:principaltype', 'AssumedRole')
  }
  for (const [key, value] of Object.entries(request.context)) {
    if (sends(principal, action, key)) context.set(key.toLowerCase(), value)
  }
  return context
}
