import { at, bare, makes, ours, passes, reads, type RightsTable, type Subject, tags, text } from './call.ts'

/* Functions, machines and schedules. */

const LAMBDA = 'internal/service/lambda/'

/** The role that a resource has, by the name that its construct gives it. */
const named = (s: Subject, argument = 'name') => text(s, argument).split('-').slice(2).join('-')

/** The function of an alias: the construct that makes both gives the alias the function's name in its address. */
function functionOf(s: Subject): string {
  const name = /^aws_lambda_alias\.(?:migration_)?(.+)_live_/.exec(s.address)?.[1]
  if (name === undefined) throw new Error(`${s.address} does not say of which function it is`)
  return at(s, 'lambda', `function:hourglass-${s.config.name}-${name}`)
}

export const FUNCTION_RIGHTS: RightsTable = {
  aws_lambda_function: (s) => {
    const worker = at(s, 'lambda', `function:${text(s, 'function_name')}`)
    const role = passes(s, `${named(s, 'function_name')}-worker`, 'lambda.amazonaws.com')
    const network = reads('ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs')
    return {
      source: `${LAMBDA}function.go; https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions`,
      create: [
        makes('lambda:CreateFunction', worker),
        makes('lambda:TagResource', worker),
        ours('lambda:PutFunctionConcurrency', worker),
        role,
        ...network,
      ],
      read: ['lambda:GetFunction', 'lambda:ListVersionsByFunction', 'lambda:GetFunctionCodeSigningConfig'].map(
        (action) => ours(action, worker),
      ),
      update: [
        ...[
          'UpdateFunctionCode',
          'UpdateFunctionConfiguration',
          'PublishVersion',
          'PutFunctionConcurrency',
          'DeleteFunctionConcurrency',
          'GetFunctionConfiguration',
        ].map((name) => ours(`lambda:${name}`, worker)),
        role,
        ...network,
      ],
      delete: [ours('lambda:DeleteFunction', worker)],
      tag: [tags('lambda:TagResource', worker), tags('lambda:UntagResource', worker)],
    }
  },
  aws_lambda_alias: (s) => {
    const worker = functionOf(s)
    return {
      source: `${LAMBDA}alias.go`,
      create: [ours('lambda:CreateAlias', worker)],
      read: [ours('lambda:GetAlias', worker)],
      update: [ours('lambda:UpdateAlias', worker)],
      delete: [ours('lambda:DeleteAlias', worker)],
    }
  },
  aws_sfn_state_machine: (s) => {
    const machine = at(s, 'states', `stateMachine:${text(s, 'name')}`)
    const role = passes(s, `${named(s)}-machine`, 'states.amazonaws.com')
    const validate = bare('states:ValidateStateMachineDefinition')
    return {
      source: 'internal/service/sfn/state_machine.go',
      create: [makes('states:CreateStateMachine', machine), makes('states:TagResource', machine), role, validate],
      read: ['DescribeStateMachine', 'ListTagsForResource', 'ListStateMachineVersions'].map((name) =>
        ours(`states:${name}`, machine),
      ),
      update: [ours('states:UpdateStateMachine', machine), role, validate],
      delete: [ours('states:DeleteStateMachine', machine)],
      tag: [tags('states:TagResource', machine), tags('states:UntagResource', machine)],
      plan: [validate],
    }
  },
  aws_scheduler_schedule_group: (s) => {
    const group = at(s, 'scheduler', `schedule-group/${text(s, 'name')}`)
    return {
      source: 'internal/service/scheduler/schedule_group.go',
      create: [makes('scheduler:CreateScheduleGroup', group), makes('scheduler:TagResource', group)],
      read: [ours('scheduler:GetScheduleGroup', group), ours('scheduler:ListTagsForResource', group)],
      // A group takes its schedules with it.
      delete: [
        ours('scheduler:DeleteScheduleGroup', group),
        bare('scheduler:DeleteSchedule', at(s, 'scheduler', `schedule/${text(s, 'name')}/*`)),
      ],
      tag: [tags('scheduler:TagResource', group), tags('scheduler:UntagResource', group)],
    }
  },
}
