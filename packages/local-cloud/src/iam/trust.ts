import { StackError } from '../stack/errors.ts'
import type { CloudModel, RoleModel } from '../stack/model/model.ts'
import { parsePolicy } from './policy.ts'

/**
 * Each role must let its service take it: a function's role Lambda, a machine's role Step Functions, and so on.
 * @throws StackError naming every role that does not, or is not there
 */
export function checkTrust(model: CloudModel): void {
  const roles = new Map(model.roles.map((role) => [role.arn, role]))
  const uses = [
    ...model.functions.map(({ id, roleArn }) => ({ id, roleArn, service: 'lambda.amazonaws.com' })),
    ...model.stateMachines.map(({ id, roleArn }) => ({ id, roleArn, service: 'states.amazonaws.com' })),
    ...model.schedules.map(({ id, target }) => ({ id, roleArn: target.roleArn, service: 'scheduler.amazonaws.com' })),
  ]
  const problems = uses.flatMap(({ id, roleArn, service }) => {
    const role = roles.get(roleArn)
    if (role === undefined) return [`${id} has the role ${roleArn}, which is in no stack`]
    return trusts(role, service)
      ? []
      : [`the role ${role.name} of ${id} does not trust ${service} (assume_role_policy)`]
  })
  if (problems.length > 0) throw new StackError(problems.join('\n'))
}

function trusts(role: RoleModel, service: string): boolean {
  return parsePolicy(role.trustPolicy, `the trust policy of ${role.name}`).some(
    ({ effect, actions, services }) =>
      effect === 'Allow' && actions.includes('sts:AssumeRole') && services.includes(service),
  )
}
