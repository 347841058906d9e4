import { coversAction, coversResource, type IamRequest, unmet } from './evaluate.ts'
import type { Statement } from './policy.ts'

/** The statement that would allow a request, as text to put into a policy. A service needs a Principal. */
export function missingStatement({ action, resource }: IamRequest, service?: string): string {
  const Principal = service === undefined ? {} : { Principal: { Service: service } }
  return JSON.stringify({ Effect: 'Allow', ...Principal, Action: action, Resource: resource })
}

/**
 * Why the statement that comes closest to allowing a request does not: its condition, or its resources. Undefined when
 * none grants the action at all.
 */
export function nearMiss(statements: readonly Statement[], request: IamRequest): string | undefined {
  const grants = statements.filter((statement) => statement.effect === 'Allow' && coversAction(statement, request))
  const sameResource = grants.filter((statement) => coversResource(statement, request))
  for (const statement of sameResource) {
    const condition = unmet(statement, request)
    // A statement without an unmet condition is about another principal; it does not explain this refusal.
    if (condition === undefined) continue
    const { operator, key, values } = condition
    const found = request.context.get(key.toLowerCase())
    const has = found === undefined ? 'the call has none' : `the call has "${found}"`
    return `${statement.origin} asks for ${operator} ${key} ${values.join(' or ')}, and ${has}`
  }
  if (sameResource.length > 0) return undefined
  const [elsewhere] = grants
  return elsewhere && `${elsewhere.origin} allows it on ${elsewhere.resources.slice(0, 3).join(', ')}`
}
