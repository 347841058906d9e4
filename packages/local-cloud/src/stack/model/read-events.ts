import { type Json, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import { StackError } from '../errors.ts'
import { asBlocks } from '../rules/blocks.ts'
import type { Block } from '../rules/rule.ts'
import type { StackScope } from '../stack-scope.ts'
import type { EventRuleModel, EventTargetModel, TopicModel } from './model.ts'
import { optionalText, resourceOf, textMap, textOf } from './read-arguments.ts'
import { arnIn, readRetry } from './read-retry.ts'

/** @throws StackError for a rule without an event pattern: schedules belong to aws_scheduler_schedule */
export function readRules(scope: StackScope): readonly EventRuleModel[] {
  const targets = scope.blocksOfType('aws_cloudwatch_event_target')
  return scope.blocksOfType('aws_cloudwatch_event_rule').map((block) => {
    const rule = resourceOf(block, 'name')
    return {
      ...rule,
      enabled: optionalText(block, 'state') !== 'DISABLED' && block.argument('is_enabled') !== false,
      pattern: readPattern(block),
      targets: targets.filter((target) => target.text('rule') === rule.name).map(readTarget),
    }
  })
}

function readPattern(block: Block): Json {
  const pattern = tryParseJson(optionalText(block, 'event_pattern') ?? '')
  if (pattern !== undefined) return pattern
  throw new StackError(`${block.id} has no event_pattern in JSON; a schedule is written as aws_scheduler_schedule here`)
}

function readTarget(block: Block): EventTargetModel {
  const [transformer] = asBlocks(block.argument('input_transformer'))
  return {
    address: block.address,
    arn: block.text('arn'),
    roleArn: optionalText(block, 'role_arn'),
    input: optionalText(block, 'input'),
    inputPath: optionalText(block, 'input_path'),
    transformer: transformer && {
      paths: textMap(transformer['input_paths']),
      template: textOf(transformer['input_template']) ?? '',
    },
    retry: readRetry(block.argument('retry_policy')),
    deadLetterArn: arnIn(block.argument('dead_letter_config'), 'arn'),
  }
}

/** Topics with their subscriptions. */
export function readTopics(scope: StackScope): readonly TopicModel[] {
  const subscriptions = scope.blocksOfType('aws_sns_topic_subscription')
  return scope.blocksOfType('aws_sns_topic').map((block) => {
    const topic = resourceOf(block, 'name')
    const own = subscriptions.filter((found) => found.text('topic_arn') === topic.arn)
    return {
      ...topic,
      kmsKeyArn: optionalText(block, 'kms_master_key_id'),
      subscriptions: own.map((found) => ({ protocol: found.text('protocol'), endpoint: found.text('endpoint') })),
    }
  })
}
