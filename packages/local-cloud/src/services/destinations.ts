import { tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import type { AsyncInvoker } from '../lambda/async-invoker.ts'
import type { Authorize } from './authorize.ts'
import type { EventBus } from './events/event-bus.ts'
import type { Topics } from './sns/topics.ts'
import type { Queues } from './sqs/queues.ts'

/** Something that a service puts aside: into a queue, a topic, a function or onto the event bus. */
export interface Parcel {
  readonly targetArn: string
  readonly body: string
  /** Message attributes, for queues. */
  readonly attributes: Readonly<Record<string, string>>
  /** A role, or the service itself. */
  readonly principal: string
  /** Condition keys of a service that acts because of a resource. */
  readonly context: Readonly<Record<string, string>>
  /** On the event bus: what the event says it is. */
  readonly event: { readonly source: string; readonly detailType: string; readonly resources: readonly string[] }
}

/** Sends a parcel. Rejects when that is not allowed, or the target does not take it. */
export type SendParcel = (parcel: Parcel) => Promise<void>

/** The services that take parcels. Read when a parcel is sent, so that they may be made later. */
export interface ParcelPorts {
  readonly queues: Queues
  readonly topics: () => Topics
  readonly functions: () => AsyncInvoker
  readonly bus: () => EventBus
  readonly authorize: Authorize
}

/** Dead-letter queues and destinations. */
export function parcelService(ports: ParcelPorts): SendParcel {
  return async ({ targetArn, body, attributes, principal, context, event }) => {
    const ask = async (action: string): Promise<void> =>
      ports.authorize({ principal, action, resource: targetArn, context })
    switch (targetArn.split(':')[2] ?? '') {
      case 'sqs':
        await ask('sqs:SendMessage')
        ports.queues.send(targetArn, body, attributes)
        return
      case 'sns':
        await ask('sns:Publish')
        ports.topics().publish({ TopicArn: targetArn, Message: body })
        return
      case 'lambda':
        await ask('lambda:InvokeFunction')
        ports.functions().send(targetArn, body)
        return
      case 'events':
        await ask('events:PutEvents')
        ports.bus().put(event.source, event.detailType, event.resources, tryParseJson(body) ?? {})
        return
      default:
        throw new Error(`nothing can be sent to ${targetArn} here; supported: queues, topics, functions, the event bus`)
    }
  }
}
