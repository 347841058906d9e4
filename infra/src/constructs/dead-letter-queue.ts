import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js'
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy/index.js'
import { Construct } from 'constructs'
import { policyDocument, type Statement } from '../iam/statement.ts'

export interface DeadLetterQueueProps {
  readonly name: string
  readonly kmsKeyArn: string
  /** Services that send by themselves rather than through a role. */
  readonly senders: readonly { readonly sid: string; readonly principal: string; readonly sourceArn: string }[]
}

const FOURTEEN_DAYS = 14 * 24 * 3600

/**
 * An encrypted queue for events that nobody could take. Only TLS, and only the senders named here.
 *
 * @example
 * new DeadLetterQueue(this, 'dead-letters', {
 *   name: named(config, 'alerts-dead-letters'), kmsKeyArn: key.arn,
 *   senders: [{ sid: 'UndeliveredAlerts', principal: 'events.amazonaws.com', sourceArn: ruleArn }],
 * })
 */
export class DeadLetterQueue extends Construct {
  readonly arn: string
  readonly name: string

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id)
    const queue = new SqsQueue(this, 'queue', {
      name: props.name,
      kmsMasterKeyId: props.kmsKeyArn,
      messageRetentionSeconds: FOURTEEN_DAYS,
    })
    const statements: Statement[] = [
      {
        sid: 'TlsOnly',
        effect: 'Deny',
        principals: '*',
        actions: ['sqs:*'],
        resources: [queue.arn],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      ...props.senders.map((sender) => ({
        sid: sender.sid,
        principals: { Service: sender.principal },
        actions: ['sqs:SendMessage'],
        resources: [queue.arn],
        conditions: { ArnEquals: { 'aws:SourceArn': sender.sourceArn } },
      })),
    ]
    new SqsQueuePolicy(this, 'policy', { queueUrl: queue.url, policy: policyDocument(statements) })
    this.arn = queue.arn
    this.name = queue.name
  }
}
