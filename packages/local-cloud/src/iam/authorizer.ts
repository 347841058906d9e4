import { AccessDeniedError, type AuthorizationRequest, type Authorize } from '../services/authorize.ts'
import type { CloudModel, RoleModel } from '../stack/model/model.ts'
import type { RequestContext } from './conditions.ts'
import { applies, evaluate, matchesAction } from './evaluate.ts'
import { keyUse } from './key-use.ts'
import { parsePolicy, type Statement } from './policy.ts'

/** Services whose calls are checked here; grants for others cannot be used in a local run. */
const CHECKED_SERVICES = ['s3', 'secretsmanager', 'lambda', 'sns', 'states', 'kms']

/** AWS's own policies that grant what is checked here. */
const MANAGED_POLICIES: Readonly<Record<string, string>> = {
  'arn:aws:iam::aws:policy/AdministratorAccess': '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
}

/** An action that a policy grants and no call has used. */
export interface UnusedGrant {
  readonly role: string
  /** Policy and statement. */
  readonly origin: string
  readonly action: string
}

/** A call that the policies of its role do not allow. */
export interface DeniedCall {
  readonly role: string
  readonly action: string
  readonly resource: string
}

/** Denied calls that are remembered; each is an error already, so the first ones tell what is wrong. */
const MOST_DENIED = 1000

/** Decides calls by the synthesized policies of their role. */
export interface Authorizer {
  readonly authorize: Authorize
  /** Denied calls, oldest first, the first thousand. */
  deniedCalls(): readonly DeniedCall[]
  /** Grants for the services of this cloud that no call has used so far. */
  unusedGrants(): readonly UnusedGrant[]
}

/**
 * Makes the authorizer of a cloud.
 * @param adminPrincipal may do everything
 * @throws PolicyError for a policy that cannot be read
 */
export function createAuthorizer(model: CloudModel, adminPrincipal: string): Authorizer {
  const roles = new Map(model.roles.map((role) => [role.arn, { role, statements: statementsOf(role) }]))
  const used = new Map<Statement, Set<string>>()
  const deniedCalls: DeniedCall[] = []
  return {
    authorize: (request) => {
      if (request.principal === adminPrincipal) return
      const found = roles.get(request.principal)
      if (found === undefined)
        throw new AccessDeniedError(
          `${request.principal} is no role of the stacks, so nothing allows it ${request.action}`,
        )
      for (const question of [request, ...keyUse(request, model)]) {
        const asked = { action: question.action, resource: question.resource, context: contextOf(question, model) }
        const decision = evaluate(found.statements, asked)
        if (!decision.allowed) {
          const { action, resource } = question
          if (deniedCalls.length < MOST_DENIED) deniedCalls.push({ role: found.role.name, action, resource })
          throw denied(found.role, question, decision.by)
        }
        // Two statements may grant the same; both are of use then.
        for (const statement of found.statements) {
          if (!applies(statement, asked)) continue
          const actions = used.get(statement) ?? new Set()
          used.set(statement, actions.add(question.action))
        }
      }
    },
    deniedCalls: () => [...deniedCalls],
    unusedGrants: () => {
      const assumed = [...roles.values()].filter(({ role }) => rolesInUse(model).has(role.arn))
      return assumed.flatMap(({ role, statements }) => unusedIn(role, statements, used))
    },
  }
}

/** Roles that something here runs as; those of people and pipelines are not. */
function rolesInUse({ functions, stateMachines, schedules }: CloudModel): ReadonlySet<string> {
  return new Set(
    [...functions, ...stateMachines, ...schedules.map(({ target }) => target)].map(({ roleArn }) => roleArn),
  )
}

function statementsOf(role: RoleModel): readonly Statement[] {
  const own = role.policies.flatMap(({ name, document }) => parsePolicy(document, `policy ${name}`))
  const managed = role.awsManagedPolicyArns.flatMap((arn) => {
    const document = MANAGED_POLICIES[arn]
    return document === undefined ? [] : parsePolicy(document, arn)
  })
  return [...own, ...managed]
}

/** Keys that AWS knows about every request. Real calls come over TLS, so policies that ask for it are met. */
function contextOf(request: AuthorizationRequest, { account }: CloudModel): RequestContext {
  const context = new Map([
    ['aws:principalarn', request.principal],
    ['aws:principalaccount', account.accountId],
    ['aws:resourceaccount', account.accountId],
    ['aws:requestedregion', account.region],
    ['aws:securetransport', 'true'],
    ['aws:principaltype', 'AssumedRole'],
  ])
  for (const [key, value] of Object.entries(request.context)) context.set(key.toLowerCase(), value)
  return context
}

function denied(
  role: RoleModel,
  { action, resource }: AuthorizationRequest,
  by: Statement | undefined,
): AccessDeniedError {
  const lacks = `role ${role.name} lacks ${action} on ${resource}`
  if (by !== undefined) return new AccessDeniedError(`${lacks}: ${by.origin} denies it`)
  const names = role.policies.map(({ name }) => name).join(', ') || 'none'
  const unknown = role.awsManagedPolicyArns.filter((arn) => MANAGED_POLICIES[arn] === undefined)
  const hint = unknown.length === 0 ? '' : `; not known here: ${unknown.join(', ')}`
  return new AccessDeniedError(`${lacks}: none of its policies allows it (${names}${hint})`)
}

function unusedIn(
  role: RoleModel,
  statements: readonly Statement[],
  used: ReadonlyMap<Statement, ReadonlySet<string>>,
): readonly UnusedGrant[] {
  const grants = statements.filter(({ effect, exceptActions }) => effect === 'Allow' && !exceptActions)
  return grants.flatMap((statement) => {
    const actions = [...(used.get(statement) ?? [])]
    const unused = statement.actions.filter(
      (pattern) =>
        CHECKED_SERVICES.includes(pattern.split(':')[0] ?? '') &&
        !actions.some((action) => matchesAction(pattern, action)),
    )
    return unused.map((action) => ({ role: role.name, origin: statement.origin, action }))
  })
}
