import { globalArn, named } from '../resource-names.ts'
import {
  at,
  bare,
  DATA_KEY,
  makes,
  OPERATIONS_KEY,
  ours,
  passes,
  type RightsTable,
  type Subject,
  tags,
  text,
  usesKey,
} from './call.ts'

/* Logs, alarms, events, queues and schedules. */

/** Queue or topic of a policy: the construct's names are in its address. */
function queueOf(s: Subject): string {
  const id = s.address.includes('alerts_') ? 'alerts' : 'hourly'
  return at(s, 'sqs', named(s.config, `${id}-dead-letters`))
}
const topic = (s: Subject) => at(s, 'sns', named(s.config, 'alerts'))
const rule = (s: Subject) => at(s, 'events', `rule/${named(s.config, 'execution-ended-badly')}`)

export const OPERATIONS_RIGHTS: RightsTable = {
  aws_cloudwatch_log_group: (s) => {
    const group = at(s, 'logs', `log-group:${text(s, 'name')}`)
    return {
      source: 'internal/service/logs/group.go',
      create: [
        makes('logs:CreateLogGroup', group),
        makes('logs:TagResource', group),
        ours('logs:PutRetentionPolicy', group),
        ours('logs:AssociateKmsKey', group),
      ],
      read: [bare('logs:DescribeLogGroups'), ours('logs:ListTagsForResource', group)],
      update: ['PutRetentionPolicy', 'DeleteRetentionPolicy', 'AssociateKmsKey', 'DisassociateKmsKey'].map((name) =>
        ours(`logs:${name}`, group),
      ),
      delete: [ours('logs:DeleteLogGroup', group)],
      tag: [tags('logs:TagResource', group), tags('logs:UntagResource', group)],
    }
  },
  aws_cloudwatch_log_metric_filter: (s) => {
    const group = at(s, 'logs', `log-group:/aws/lambda/${named(s.config, 'finish')}`)
    return {
      source: 'internal/service/logs/metric_filter.go',
      create: [ours('logs:PutMetricFilter', group)],
      read: [ours('logs:DescribeMetricFilters', group)],
      update: [ours('logs:PutMetricFilter', group)],
      delete: [ours('logs:DeleteMetricFilter', group)],
    }
  },
  aws_cloudwatch_metric_alarm: (s) => {
    const alarm = at(s, 'cloudwatch', `alarm:${text(s, 'alarm_name')}`)
    return {
      source: 'internal/service/cloudwatch/metric_alarm.go',
      create: [makes('cloudwatch:PutMetricAlarm', alarm), makes('cloudwatch:TagResource', alarm)],
      read: [ours('cloudwatch:DescribeAlarms', alarm), ours('cloudwatch:ListTagsForResource', alarm)],
      update: [ours('cloudwatch:PutMetricAlarm', alarm)],
      delete: [ours('cloudwatch:DeleteAlarms', alarm)],
      tag: [tags('cloudwatch:TagResource', alarm), tags('cloudwatch:UntagResource', alarm)],
    }
  },
  aws_cloudwatch_dashboard: (s) => {
    const dashboard = globalArn(s.config, 'cloudwatch', `dashboard/${text(s, 'dashboard_name')}`)
    return {
      source: 'internal/service/cloudwatch/dashboard.go',
      create: [bare('cloudwatch:PutDashboard', dashboard)],
      read: [bare('cloudwatch:GetDashboard', dashboard)],
      update: [bare('cloudwatch:PutDashboard', dashboard)],
      delete: [bare('cloudwatch:DeleteDashboards', dashboard)],
    }
  },
  aws_cloudwatch_event_rule: (s) => ({
    source: 'internal/service/events/rule.go',
    create: [makes('events:PutRule', rule(s)), makes('events:TagResource', rule(s))],
    read: [ours('events:DescribeRule', rule(s)), ours('events:ListTagsForResource', rule(s))],
    update: [ours('events:PutRule', rule(s))],
    delete: [ours('events:DeleteRule', rule(s))],
    tag: [tags('events:TagResource', rule(s)), tags('events:UntagResource', rule(s))],
  }),
  aws_cloudwatch_event_target: (s) => ({
    source: 'internal/service/events/target.go',
    create: [ours('events:PutTargets', rule(s))],
    read: [ours('events:ListTargetsByRule', rule(s))],
    update: [ours('events:PutTargets', rule(s))],
    delete: [ours('events:RemoveTargets', rule(s))],
  }),
  aws_sns_topic: (s) => ({
    source: 'internal/service/sns/topic.go',
    create: [
      makes('sns:CreateTopic', topic(s)),
      makes('sns:TagResource', topic(s)),
      ours('sns:SetTopicAttributes', topic(s)),
    ],
    read: [ours('sns:GetTopicAttributes', topic(s)), ours('sns:ListTagsForResource', topic(s))],
    update: [ours('sns:SetTopicAttributes', topic(s))],
    delete: [ours('sns:DeleteTopic', topic(s))],
    tag: [tags('sns:TagResource', topic(s)), tags('sns:UntagResource', topic(s))],
  }),
  aws_sns_topic_policy: (s) => ({
    source: 'internal/service/sns/topic_policy.go',
    create: [ours('sns:SetTopicAttributes', topic(s))],
    read: [ours('sns:GetTopicAttributes', topic(s))],
    update: [ours('sns:SetTopicAttributes', topic(s))],
    delete: [ours('sns:SetTopicAttributes', topic(s))],
  }),
  aws_sns_topic_subscription: (s) => ({
    source: 'internal/service/sns/topic_subscription.go',
    create: [ours('sns:Subscribe', topic(s))],
    read: [bare('sns:GetSubscriptionAttributes', `${topic(s)}:1`)],
    delete: [bare('sns:Unsubscribe', `${topic(s)}:1`)],
  }),
  aws_sqs_queue: (s) => {
    const queue = at(s, 'sqs', text(s, 'name'))
    return {
      source: 'internal/service/sqs/queue.go',
      create: [makes('sqs:CreateQueue', queue), makes('sqs:TagQueue', queue)],
      read: [ours('sqs:GetQueueAttributes', queue), ours('sqs:ListQueueTags', queue)],
      update: [ours('sqs:SetQueueAttributes', queue)],
      delete: [ours('sqs:DeleteQueue', queue)],
      tag: [tags('sqs:TagQueue', queue), tags('sqs:UntagQueue', queue)],
    }
  },
  aws_sqs_queue_policy: (s) => ({
    source: 'internal/service/sqs/queue_policy.go',
    create: [ours('sqs:SetQueueAttributes', queueOf(s))],
    read: [ours('sqs:GetQueueAttributes', queueOf(s))],
    update: [ours('sqs:SetQueueAttributes', queueOf(s))],
    delete: [ours('sqs:SetQueueAttributes', queueOf(s))],
  }),
  aws_scheduler_schedule: (s) => {
    const name = text(s, 'name')
    const own = name.slice(named(s.config, '').length)
    const [group, key] = own === 'migrate' ? ['migrations', DATA_KEY] : ['schedules', OPERATIONS_KEY]
    const schedule = at(s, 'scheduler', `schedule/${named(s.config, group)}/${name}`)
    const needs = [
      passes(s, `${own}-schedule`, 'scheduler.amazonaws.com'),
      ...usesKey(s, key, 'scheduler', 'DescribeKey', 'GenerateDataKey', 'Decrypt'),
    ]
    return {
      source:
        'internal/service/scheduler/schedule.go; https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html',
      create: [bare('scheduler:CreateSchedule', schedule), ...needs],
      read: [bare('scheduler:GetSchedule', schedule), ...usesKey(s, key, 'scheduler', 'Decrypt')],
      update: [bare('scheduler:UpdateSchedule', schedule), ...needs],
      delete: [bare('scheduler:DeleteSchedule', schedule)],
    }
  },
}
