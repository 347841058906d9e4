import type { AuthorizationRequest } from '../services/authorize.ts'
import type { Account } from '../stack/account.ts'
import { StackError } from '../stack/errors.ts'
import type { CloudModel, RoleModel } from '../stack/model/model.ts'
import { decide } from './decide.ts'
import { parsePolicy } from './policy.ts'
import { requestContext } from './request-context.ts'

/**
 * Each role must let its service take it, with the conditions it makes: a function's role Lambda, a machine's role Step
 * Functions, and so on.
 * @throws StackError naming every role that does not, or is not there
 */
export function checkTrust(model: CloudModel): void {
  const roles = new Map(model.roles.map((role) => [role.arn, role]))
  const uses = [
    ...model.functions.map(({ id, arn, roleArn }) => ({ id, arn, roleArn, service: 'lambda.amazonaws.com' })),
    ...model.stateMachines.map(({ id, arn, roleArn }) => ({ id, arn, roleArn, service: 'states.amazonaws.com' })),
    ...model.schedules.map(({ id, arn, target: { roleArn } }) => ({
      id,
      arn,
      roleArn,
      service: 'scheduler.amazonaws.com',
    })),
    ...model.rules.flatMap(({ id, arn, targets }) =>
      targets.flatMap(({ roleArn }) =>
        roleArn === undefined ? [] : [{ id, arn, roleArn, service: 'events.amazonaws.com' }],
      ),
    ),
  ]
  const problems = uses.flatMap(({ id, arn, roleArn, service }) => {
    const role = roles.get(roleArn)
    if (role === undefined) return [`${id} has the role ${roleArn}, which is in no stack`]
    const context = { 'aws:SourceArn': arn, 'aws:SourceAccount': model.account.accountId }
    return trusts(role, { principal: service, action: 'sts:AssumeRole', resource: roleArn, context }, model.account)
      ? []
      : [`the role ${role.name} of ${id} does not trust ${service} (assume_role_policy)`]
  })
  if (problems.length > 0) throw new StackError(problems.join('\n'))
}

function trusts(role: RoleModel, request: AuthorizationRequest, account: Account): boolean {
  const { action, resource, principal } = request
  // A trust policy has no Resource: it is about its role.
  const statements = parsePolicy(role.trustPolicy, `the trust policy of ${role.name}`).map((statement) => ({
    ...statement,
    resources: [resource],
  }))
  const own: readonly [] = []
  const asked = { action, resource, context: requestContext(request, account) }
  return decide(asked, principal, { own, onResource: statements }, account).allowed
}
