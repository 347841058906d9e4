import { arnOf } from '../account.ts'
import { nameOf } from './names.ts'
import type { Rule } from './rule.ts'

export const awsCloudwatchLogGroup: Rule = {
  type: 'aws_cloudwatch_log_group',
  attributes: {
    id: (block) => nameOf(block),
    name: (block) => nameOf(block),
    arn: (block) => arnOf(block.account, 'logs', `log-group:${nameOf(block)}`),
  },
}

export const awsCloudwatchEventRule: Rule = {
  type: 'aws_cloudwatch_event_rule',
  attributes: {
    id: (block) => nameOf(block),
    name: (block) => nameOf(block),
    arn: (block) => arnOf(block.account, 'events', `rule/${nameOf(block)}`),
  },
}

export const awsCloudwatchMetricAlarm: Rule = {
  type: 'aws_cloudwatch_metric_alarm',
  attributes: {
    id: (block) => block.text('alarm_name'),
    arn: (block) => arnOf(block.account, 'cloudwatch', `alarm:${block.text('alarm_name')}`),
  },
}
