import { StackError } from '../errors.ts'
import type { Block } from '../rules/rule.ts'
import type { StackScope } from '../stack-scope.ts'
import type { ScheduleModel } from './model.ts'
import { nested, optionalText, resourceOf, textOf } from './read-arguments.ts'
import { arnIn, readRetry } from './read-retry.ts'

/** @throws StackError for a schedule without a target */
export function readSchedules(scope: StackScope): readonly ScheduleModel[] {
  return scope.blocksOfType('aws_scheduler_schedule').map((block) => ({
    ...resourceOf(block, 'name'),
    enabled: optionalText(block, 'state') !== 'DISABLED',
    expression: block.text('schedule_expression'),
    timeZone: optionalText(block, 'schedule_expression_timezone') ?? 'UTC',
    target: readTarget(block),
  }))
}

function readTarget(block: Block): ScheduleModel['target'] {
  const target = nested(block, 'target')
  const arn = textOf(target['arn'])
  const roleArn = textOf(target['role_arn'])
  if (arn === undefined || roleArn === undefined)
    throw new StackError(`${block.id}: its target has no arn or no role_arn`)
  return {
    arn,
    roleArn,
    input: textOf(target['input']),
    retry: readRetry(target['retry_policy']),
    deadLetterArn: arnIn(target['dead_letter_config'], 'arn'),
  }
}
