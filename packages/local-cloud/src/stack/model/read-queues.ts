import type { StackScope } from '../stack-scope.ts'
import type { QueueModel } from './model.ts'
import { optionalNumber, optionalText, resourceOf } from './read-arguments.ts'

/** AWS's defaults: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const DEFAULT_RETENTION_SECONDS = 345_600
const DEFAULT_VISIBILITY_SECONDS = 30

/** Queues of a stack. */
export function readQueues(scope: StackScope): readonly QueueModel[] {
  return scope.blocksOfType('aws_sqs_queue').map((block) => ({
    ...resourceOf(block, 'name'),
    url: block.attributeText('url'),
    kmsKeyArn: optionalText(block, 'kms_master_key_id'),
    retentionSeconds: optionalNumber(block, 'message_retention_seconds') ?? DEFAULT_RETENTION_SECONDS,
    visibilitySeconds: optionalNumber(block, 'visibility_timeout_seconds') ?? DEFAULT_VISIBILITY_SECONDS,
  }))
}
