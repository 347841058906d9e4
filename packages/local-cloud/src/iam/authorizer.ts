import { AccessDeniedError, type AuthorizationRequest, type Authorize } from '../services/authorize.ts'
import type { CloudModel, RoleModel } from '../stack/model/model.ts'
import { type UndecidedCondition, undecidedConditions } from './condition-keys.ts'
import { decide, type Verdict } from './decide.ts'
import { applies, type IamRequest } from './evaluate.ts'
import { keyUse } from './key-use.ts'
import { missingStatement, nearMiss } from './missing.ts'
import { parsePolicy, PolicyError, type Statement } from './policy.ts'
import { isService } from './principals.ts'
import { requestContext } from './request-context.ts'
import { ResourcePolicies } from './resource-policies.ts'
import { type UnusedGrant, unusedIn } from './unused-grants.ts'

/** AWS's own policies that grant what is checked here. */
const MANAGED_POLICIES: Readonly<Record<string, string>> = {
  'arn:aws:iam::aws:policy/AdministratorAccess': '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
}

/** A call that the policies do not allow. */
export interface DeniedCall {
  /** Name of the role, or the service. */
  readonly role: string
  readonly action: string
  readonly resource: string
  /** What would allow it, as a statement in JSON; undefined where a statement denies it. */
  readonly missing: string | undefined
}

/** Denied calls that are remembered; each is an error already, so the first ones tell what is wrong. */
const MOST_DENIED = 1000

/** Decides calls by the synthesized policies of their role and of what they touch. */
export interface Authorizer {
  readonly authorize: Authorize
  /** Denied calls, oldest first, the first thousand. */
  deniedCalls(): readonly DeniedCall[]
  /** Grants for the services of this cloud that no call has used so far. */
  unusedGrants(): readonly UnusedGrant[]
  /** Conditions in policies in use whose key has no value here: a call that one of them decides is denied. */
  undecided(): readonly UndecidedCondition[]
}

/** Who asks: a role with its statements, or a service, which has none. */
interface Asker {
  readonly name: string
  readonly own: readonly Statement[]
  readonly role: RoleModel | undefined
}

/**
 * Makes the authorizer of a cloud.
 * @param adminPrincipal may do everything
 * @throws PolicyError for a policy that cannot be read
 */
export function createAuthorizer(model: CloudModel, adminPrincipal: string): Authorizer {
  const roles = new Map(model.roles.map((role) => [role.arn, { name: role.name, role, own: statementsOf(role) }]))
  const policies = new ResourcePolicies(model)
  const used = new Map<Statement, Set<string>>()
  const deniedCalls: DeniedCall[] = []
  const inUse = rolesInUse(model)
  const assumed = [...roles].filter(([arn]) => inUse.has(arn)).map(([, found]) => found)

  const check = (question: AuthorizationRequest, asker: Asker): void => {
    const { action, resource, principal } = question
    const asked = { action, resource, context: requestContext(question, model.account) }
    const sides = { own: asker.own, onResource: policies.of(resource) }
    const refuse = (reason: string, missing?: string): never => {
      if (deniedCalls.length < MOST_DENIED) deniedCalls.push({ role: asker.name, action, resource, missing })
      const who = asker.role === undefined ? asker.name : `role ${asker.name}`
      const add = missing === undefined ? '' : `; missing: ${missing}`
      throw new AccessDeniedError(`${who} lacks ${action} on ${resource}: ${reason}${add}`)
    }
    let verdict: Verdict
    try {
      verdict = decide(asked, principal, sides, model.account)
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error
      return refuse(`it cannot be decided: ${error.message}`)
    }
    if (!verdict.allowed) {
      if (verdict.why === 'denied') return refuse(`${verdict.by.origin} denies it`)
      const onResource = verdict.why === 'resource policy'
      const reason = onResource ? resourceReason(sides.onResource, asked) : ownReason(asker, asked)
      return refuse(reason, missingStatement(asked, onResource ? serviceOf(principal) : undefined))
    }
    // Two statements may grant the same; both are of use then.
    for (const statement of asker.own) {
      if (applies(statement, asked)) used.set(statement, (used.get(statement) ?? new Set()).add(action))
    }
  }

  return {
    authorize: (request) => {
      const { principal, action } = request
      if (principal === adminPrincipal) return
      const asker = isService(principal) ? { name: principal, own: [], role: undefined } : roles.get(principal)
      if (asker === undefined)
        throw new AccessDeniedError(
          `${principal} is not a role of the synthesized stacks, so ${action} is denied; declare the role or call as another one`,
        )
      for (const question of [request, ...keyUse(request, model)]) check(question, asker)
    },
    deniedCalls: () => [...deniedCalls],
    unusedGrants: () => assumed.flatMap(({ name, own }) => unusedIn(name, own, used)),
    undecided: () => undecidedConditions([...assumed.flatMap(({ own }) => own), ...policies.all()]),
  }
}

/** Roles that something here runs as; those of people and pipelines are not. */
function rolesInUse({ functions, stateMachines, schedules, rules }: CloudModel): ReadonlySet<string | undefined> {
  const targets = [...schedules.map(({ target }) => target), ...rules.flatMap((rule) => rule.targets)]
  return new Set([...functions, ...stateMachines, ...targets].map(({ roleArn }) => roleArn))
}

function statementsOf(role: RoleModel): readonly Statement[] {
  const own = role.policies.flatMap(({ name, document }) => parsePolicy(document, `policy ${name}`))
  const managed = role.awsManagedPolicyArns.flatMap((arn) => {
    const document = MANAGED_POLICIES[arn]
    return document === undefined ? [] : parsePolicy(document, arn)
  })
  return [...own, ...managed]
}

function ownReason({ own, role }: Asker, asked: IamRequest): string {
  const names = role?.policies.map(({ name }) => name).join(', ') || 'none'
  const unknown = role?.awsManagedPolicyArns.filter((arn) => MANAGED_POLICIES[arn] === undefined) ?? []
  const hint = unknown.length === 0 ? '' : `; not known here: ${unknown.join(', ')}`
  const near = nearMiss(own, asked)
  return `none of its policies allows it (${names}${hint})${near === undefined ? '' : `; ${near}`}`
}

function resourceReason(statements: readonly Statement[], asked: IamRequest): string {
  if (statements.length === 0) return 'the resource has no policy in the stacks'
  const near = nearMiss(statements, asked)
  return `the policy on the resource does not allow it${near === undefined ? '' : `; ${near}`}`
}

function serviceOf(principal: string): string | undefined {
  return isService(principal) ? principal : undefined
}
