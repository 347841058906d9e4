import { createHash, randomUUID } from 'node:crypto'
import type { QueueModel } from '../../stack/model/model.ts'
import { ServiceError } from '../json-service.ts'

/** Most bytes of a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MESSAGE_LIMIT_BYTES = 1_048_576

/** A message as a receiver gets it. */
export interface QueueMessage {
  readonly messageId: string
  readonly body: string
  readonly bodyMd5: string
  /** Text attributes by name. */
  readonly attributes: Readonly<Record<string, string>>
  /** Milliseconds since the epoch, by the cloud's clock. */
  readonly sentAt: number
  readonly receipt: string
  readonly receives: number
}

interface Kept extends QueueMessage {
  readonly visibleAt: number
}

interface Queue {
  readonly model: QueueModel
  messages: readonly Kept[]
}

/** The standard queues of the stacks, in memory. */
export class Queues {
  private readonly byArn: ReadonlyMap<string, Queue>
  private readonly now: () => number

  constructor(models: readonly QueueModel[], now: () => number) {
    this.byArn = new Map(models.map((model) => [model.arn, { model, messages: [] }]))
    this.now = now
  }

  get models(): readonly QueueModel[] {
    return [...this.byArn.values()].map(({ model }) => model)
  }

  /** @throws ServiceError QueueDoesNotExist, InvalidMessageContents */
  send(
    queueArn: string,
    body: string,
    attributes: Readonly<Record<string, string>> = {},
  ): { readonly messageId: string; readonly bodyMd5: string } {
    const queue = this.find(queueArn)
    if (body === '') throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.')
    if (Buffer.byteLength(body) > MESSAGE_LIMIT_BYTES) {
      throw new ServiceError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${MESSAGE_LIMIT_BYTES} bytes.`,
      )
    }
    const sentAt = this.now()
    const message: Kept = {
      messageId: randomUUID(),
      body,
      bodyMd5: createHash('md5').update(body).digest('hex'),
      attributes,
      sentAt,
      receipt: '',
      receives: 0,
      visibleAt: sentAt,
    }
    queue.messages = [...this.kept(queue), message]
    return message
  }

  /** Takes up to `most` messages, oldest first; each is hidden for `hiddenSeconds`. @throws ServiceError */
  receive(queueArn: string, most: number, hiddenSeconds?: number): readonly QueueMessage[] {
    const queue = this.find(queueArn)
    const now = this.now()
    const taken: QueueMessage[] = []
    queue.messages = this.kept(queue).map((message) => {
      if (taken.length >= most || message.visibleAt > now) return message
      const visibleAt = now + (hiddenSeconds ?? queue.model.visibilitySeconds) * 1000
      const received = { ...message, receipt: randomUUID(), receives: message.receives + 1, visibleAt }
      taken.push(received)
      return received
    })
    return taken
  }

  /** Deletes a message by the receipt of its latest receive; one that is gone is deleted already. @throws ServiceError */
  delete(queueArn: string, receipt: string): void {
    const queue = this.find(queueArn)
    queue.messages = queue.messages.filter((message) => message.receipt !== receipt)
  }

  /** @throws ServiceError */
  purge(queueArn: string): void {
    this.find(queueArn).messages = []
  }

  /** Messages that a receive would give, and those that are hidden. @throws ServiceError */
  count(queueArn: string): { readonly visible: number; readonly hidden: number } {
    const queue = this.find(queueArn)
    const now = this.now()
    const visible = this.kept(queue).filter(({ visibleAt }) => visibleAt <= now).length
    return { visible, hidden: this.kept(queue).length - visible }
  }

  private find(queueArn: string): Queue {
    const queue = this.byArn.get(queueArn)
    if (queue !== undefined) return queue
    throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.')
  }

  private kept({ messages, model }: Queue): readonly Kept[] {
    const oldest = this.now() - model.retentionSeconds * 1000
    return messages.filter(({ sentAt }) => sentAt >= oldest)
  }
}
