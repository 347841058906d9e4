import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js'
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target/index.js'
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js'
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy/index.js'
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js'
import { Construct } from 'constructs'
import type { EnvironmentConfig } from '../environments/config.ts'
import { policyDocument } from '../iam/statement.ts'
import { arn, named } from '../resource-names.ts'
import { DeadLetterQueue } from './dead-letter-queue.ts'

export interface FailureAlertsProps {
  readonly config: EnvironmentConfig
  readonly stateMachineArns: readonly string[]
  readonly kmsKeyArn: string
}

/** Statuses of an execution that ended badly: no path fails silently. */
const BAD_ENDS = ['FAILED', 'TIMED_OUT', 'ABORTED']

/**
 * Tells people of executions that failed, timed out or were aborted. The rule reads the status that Step Functions
 * itself announces, so it also sees an execution that died before any of our code could speak.
 *
 * @example
 * const alerts = new FailureAlerts(this, 'alerts', { config, stateMachineArns: [machine.arn], kmsKeyArn: key.arn })
 * alarm(this, 'no-run', { ...props, topicArn: alerts.topicArn }) // alarms tell the same people
 */
export class FailureAlerts extends Construct {
  readonly topicArn: string
  readonly deadLetters: DeadLetterQueue

  constructor(scope: Construct, id: string, props: FailureAlertsProps) {
    super(scope, id)
    const { config } = props
    const ruleName = named(config, 'execution-ended-badly')
    const ruleArn = arn(config, 'events', `rule/${ruleName}`)
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      name: named(config, `${id}-dead-letters`),
      kmsKeyArn: props.kmsKeyArn,
      senders: [{ sid: 'UndeliveredAlerts', principal: 'events.amazonaws.com', sourceArn: ruleArn }],
    })
    const topic = new SnsTopic(this, 'topic', { name: named(config, id), kmsMasterKeyId: props.kmsKeyArn })
    topic.overrideLogicalId(id)
    new SnsTopicPolicy(this, 'topic-policy', {
      arn: topic.arn,
      policy: policyDocument([
        {
          sid: 'RulePublishes',
          principals: { Service: 'events.amazonaws.com' },
          actions: ['sns:Publish'],
          resources: [topic.arn],
          conditions: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        },
        {
          sid: 'AlarmsPublish',
          principals: { Service: 'cloudwatch.amazonaws.com' },
          actions: ['sns:Publish'],
          resources: [topic.arn],
          conditions: { ArnLike: { 'aws:SourceArn': arn(config, 'cloudwatch', `alarm:${named(config, '*')}`) } },
        },
      ]),
    })
    for (const [index, email] of config.alertEmails.entries()) {
      new SnsTopicSubscription(this, `email-${index}`, { topicArn: topic.arn, protocol: 'email', endpoint: email })
    }
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: ruleName,
      description: 'A run or a table failed, timed out or was aborted.',
      eventPattern: JSON.stringify({
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: BAD_ENDS, stateMachineArn: props.stateMachineArns },
      }),
    })
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      arn: topic.arn,
      deadLetterConfig: { arn: this.deadLetters.arn },
    })
    this.topicArn = topic.arn
  }
}
