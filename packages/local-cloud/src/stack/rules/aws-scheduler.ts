import { arnOf } from '../account.ts'
import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

const groupOf = (block: Block): string => {
  const group = block.argument('group_name')
  return typeof group === 'string' ? group : 'default'
}

export const awsSchedulerSchedule: Rule = {
  type: 'aws_scheduler_schedule',
  attributes: {
    id: (block) => `${groupOf(block)}/${nameOf(block)}`,
    name: (block) => nameOf(block),
    group_name: groupOf,
    arn: (block) => arnOf(block.account, 'scheduler', `schedule/${groupOf(block)}/${nameOf(block)}`),
  },
}

export const awsSchedulerScheduleGroup: Rule = {
  type: 'aws_scheduler_schedule_group',
  attributes: {
    id: (block) => nameOf(block),
    name: (block) => nameOf(block),
    arn: (block) => arnOf(block.account, 'scheduler', `schedule-group/${nameOf(block)}`),
  },
}
