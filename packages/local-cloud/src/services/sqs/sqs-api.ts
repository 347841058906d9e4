import { setTimeout as delay } from 'node:timers/promises'
import { isObject, type JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { Caller, JsonService } from '../../http/service.ts'
import type { QueueModel } from '../../stack/model/model.ts'
import type { Authorize } from '../authorize.ts'
import { jsonService, optionalText, requiredText, ServiceError } from '../json-service.ts'
import type { QueueMessage, Queues } from './queues.ts'

/** Between two looks of a receive that waits. */
const LOOK_MS = 50
const LONGEST_WAIT_SECONDS = 20

/**
 * SQS's JSON protocol: SendMessage, ReceiveMessage, DeleteMessage, PurgeQueue, GetQueueUrl, GetQueueAttributes, ListQueues.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
 */
export function sqsApi(queues: Queues, authorize: Authorize): JsonService {
  const allowed = async (input: JsonObject, caller: Caller, action: string): Promise<QueueModel> => {
    const queue = named(queues, requiredText(input, 'QueueUrl'))
    await authorize({ principal: caller.principal, action: `sqs:${action}`, resource: queue.arn, context: {} })
    return queue
  }
  return jsonService({
    SendMessage: async (input, caller) => {
      const { arn } = await allowed(input, caller, 'SendMessage')
      const sent = queues.send(arn, requiredText(input, 'MessageBody'), attributesOf(input))
      return { MessageId: sent.messageId, MD5OfMessageBody: sent.bodyMd5 }
    },
    ReceiveMessage: async (input, caller) => {
      const { arn } = await allowed(input, caller, 'ReceiveMessage')
      const most = numberOf(input, 'MaxNumberOfMessages') ?? 1
      if (most < 1 || most > 10) {
        throw new ServiceError(
          'InvalidParameterValue',
          `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
        )
      }
      const wait = Math.min(LONGEST_WAIT_SECONDS, numberOf(input, 'WaitTimeSeconds') ?? 0)
      const until = performance.now() + wait * 1000
      for (;;) {
        const messages = queues.receive(arn, most, numberOf(input, 'VisibilityTimeout'))
        if (messages.length > 0) return { Messages: messages.map(received) }
        if (performance.now() >= until) return {}
        await delay(LOOK_MS)
      }
    },
    DeleteMessage: async (input, caller) => {
      const { arn } = await allowed(input, caller, 'DeleteMessage')
      queues.delete(arn, requiredText(input, 'ReceiptHandle'))
      return {}
    },
    PurgeQueue: async (input, caller) => {
      queues.purge((await allowed(input, caller, 'PurgeQueue')).arn)
      return {}
    },
    GetQueueUrl: async (input, caller) => {
      const queue = named(queues, requiredText(input, 'QueueName'))
      await authorize({ principal: caller.principal, action: 'sqs:GetQueueUrl', resource: queue.arn, context: {} })
      return { QueueUrl: queue.url }
    },
    GetQueueAttributes: async (input, caller) => {
      const queue = await allowed(input, caller, 'GetQueueAttributes')
      const { visible, hidden } = queues.count(queue.arn)
      return {
        Attributes: {
          QueueArn: queue.arn,
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(hidden),
          MessageRetentionPeriod: String(queue.retentionSeconds),
          VisibilityTimeout: String(queue.visibilitySeconds),
        },
      }
    },
    ListQueues: async (input, { principal }) => {
      await authorize({ principal, action: 'sqs:ListQueues', resource: '*', context: {} })
      const prefix = optionalText(input, 'QueueNamePrefix') ?? ''
      return { QueueUrls: queues.models.filter(({ name }) => name.startsWith(prefix)).map(({ url }) => url) }
    },
  })
}

/** A queue by its URL, of which only the path counts, or by its name. */
function named(queues: Queues, urlOrName: string): QueueModel {
  const name = urlOrName.slice(urlOrName.lastIndexOf('/') + 1)
  const found = queues.models.find((model) => model.name === name)
  if (found !== undefined) return found
  throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.')
}

function attributesOf(input: JsonObject): Record<string, string> {
  const given = input['MessageAttributes']
  if (!isObject(given)) return {}
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const text = isObject(value) ? value['StringValue'] : undefined
      return typeof text === 'string' ? [[name, text]] : []
    }),
  )
}

function received(message: QueueMessage): JsonObject {
  const attributes = Object.entries(message.attributes)
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: message.bodyMd5,
    Attributes: { SentTimestamp: String(message.sentAt), ApproximateReceiveCount: String(message.receives) },
    ...(attributes.length === 0
      ? {}
      : {
          MessageAttributes: Object.fromEntries(
            attributes.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
          ),
        }),
  }
}

function numberOf(input: JsonObject, field: string): number | undefined {
  const value = input[field]
  return typeof value === 'number' ? value : undefined
}
