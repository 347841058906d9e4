import { randomUUID } from 'node:crypto'
import type { PublishRequest } from '@hourglass/local-stepfunctions/integrations/ports'
import type { TopicModel } from '../../stack/model/model.ts'
import { ServiceError } from '../json-service.ts'

/** SNS takes messages up to 256 KiB. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MESSAGE_LIMIT_BYTES = 262_144

/** Older messages are forgotten. */
const KEPT_MESSAGES = 1000

/** A message that was published to a topic. */
export interface PublishedMessage {
  readonly messageId: string
  readonly topicArn: string
  readonly subject: string | undefined
  readonly message: string
  /** Milliseconds since the epoch, by the cloud's clock. */
  readonly publishedAt: number
}

/** Where a topic's messages go, besides the listener. */
export interface TopicPorts {
  readonly now: () => number
  readonly onMessage: (message: PublishedMessage) => void
  /** Calls a subscribed function asynchronously. Rejects when the topic may not, or the function is not there. */
  readonly invokeFunction: (functionArn: string, payload: string, topicArn: string) => Promise<void>
  /** Sends to a subscribed queue. Rejects when the topic may not, or the queue is not there. */
  readonly sendToQueue: (queueArn: string, body: string, topicArn: string) => Promise<void>
  /** Told when a subscriber did not take its message. */
  readonly onUndelivered: (topicArn: string, endpoint: string, error: unknown) => void
}

/** The topics of the stacks. Messages are kept for reading, given to a listener and to subscribed functions. */
export class Topics {
  private readonly byArn: ReadonlyMap<string, TopicModel>
  private readonly ports: TopicPorts
  private readonly kept: PublishedMessage[] = []

  constructor(models: readonly TopicModel[], ports: TopicPorts) {
    this.byArn = new Map(models.map((model) => [model.arn, model]))
    this.ports = ports
  }

  /** The last thousand messages, oldest first. */
  get messages(): readonly PublishedMessage[] {
    return this.kept
  }

  /** @throws ServiceError NotFound, InvalidParameter */
  publish(request: PublishRequest): PublishedMessage {
    const topicArn = request.TopicArn ?? request.TargetArn ?? ''
    const topic = this.byArn.get(topicArn)
    if (topic === undefined) throw new ServiceError('NotFound', 'Topic does not exist', 404)
    if (request.Message === '') throw new ServiceError('InvalidParameter', 'Invalid parameter: Empty message')
    if (Buffer.byteLength(request.Message) > MESSAGE_LIMIT_BYTES) {
      throw new ServiceError('InvalidParameter', 'Invalid parameter: Message too long')
    }
    const message: PublishedMessage = {
      messageId: randomUUID(),
      topicArn,
      subject: request.Subject,
      message: request.Message,
      publishedAt: this.ports.now(),
    }
    this.kept.push(message)
    if (this.kept.length > KEPT_MESSAGES) this.kept.shift()
    this.ports.onMessage(message)
    for (const { protocol, endpoint } of topic.subscriptions) {
      this.deliver(protocol, endpoint, message, request)?.catch((error: unknown) =>
        this.ports.onUndelivered(topicArn, endpoint, error),
      )
    }
    return message
  }

  /** Mail and the like is only kept here. */
  private deliver(
    protocol: string,
    endpoint: string,
    message: PublishedMessage,
    request: PublishRequest,
  ): Promise<void> | undefined {
    const { invokeFunction, sendToQueue } = this.ports
    if (protocol === 'lambda') return invokeFunction(endpoint, functionEvent(message, request), message.topicArn)
    if (protocol === 'sqs') return sendToQueue(endpoint, queueBody(message), message.topicArn)
    return undefined
  }
}

/** The body that a subscribed queue gets. https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
function queueBody(message: PublishedMessage): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: message.topicArn,
    ...(message.subject === undefined ? {} : { Subject: message.subject }),
    Message: message.message,
    Timestamp: new Date(message.publishedAt).toISOString(),
  })
}

/** The event of a function that is subscribed to a topic. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function functionEvent(message: PublishedMessage, request: PublishRequest): string {
  const Sns = {
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: message.topicArn,
    Subject: message.subject ?? null,
    Message: message.message,
    Timestamp: new Date(message.publishedAt).toISOString(),
    MessageAttributes: request.MessageAttributes ?? {},
  }
  return JSON.stringify({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns }] })
}
