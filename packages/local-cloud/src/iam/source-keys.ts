import { isService } from './principals.ts'

type SourceKey = 'aws:sourcearn' | 'aws:sourceaccount'

const BOTH: readonly SourceKey[] = ['aws:sourcearn', 'aws:sourceaccount']
const ARN_ONLY: readonly SourceKey[] = ['aws:sourcearn']

/**
 * Which of `aws:SourceArn` and `aws:SourceAccount` a service sends, by the service that it calls. What AWS documents, and
 * nothing else: a condition on a key that the service does not send is never met, and the delivery is lost without a word.
 *
 * - EventBridge sends none to KMS for encrypted topics and queues: "not supported for EventBridge-to-encrypted topics",
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html. Its pages name the rule's ARN for topics, queues and
 *   functions: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * - CloudWatch alarms name the alarm's ARN and the account to a topic; no page documents a key that they send to KMS:
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * - SNS names the topic: https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 * - A service that takes a role sends both, except Lambda, whose pages show a trust without conditions:
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
const SENT: Readonly<Record<string, Readonly<Record<string, readonly SourceKey[]>>>> = {
  'events.amazonaws.com': { sns: ARN_ONLY, sqs: ARN_ONLY, lambda: ARN_ONLY, sts: BOTH },
  'cloudwatch.amazonaws.com': { sns: BOTH },
  'sns.amazonaws.com': { sqs: ARN_ONLY, lambda: ARN_ONLY, kms: ARN_ONLY },
  'states.amazonaws.com': { sts: BOTH },
  'scheduler.amazonaws.com': { sts: BOTH },
  'lambda.amazonaws.com': {},
}

/** Whether a caller sends a condition key with an action. Roles bring what the call brings; services what AWS documents. */
export function sends(principal: string, action: string, key: string): boolean {
  if (!isService(principal) || !/^aws:source(arn|account)$/i.test(key)) return true
  const sent = SENT[principal]?.[action.split(':')[0] ?? ''] ?? []
  return sent.some((known) => known === key.toLowerCase())
}
