import type { SendParcel } from '../services/destinations.ts'
import type { OnAsyncEnd } from './async-invoker.ts'
import { asyncParcels } from './async-record.ts'
import { messageOf } from './errors.ts'

/** Sends on what the destinations and dead-letter queues of functions are for, and warns of what is lost. */
export function asyncEnds(send: SendParcel, now: () => number, warn: (message: string) => void): OnAsyncEnd {
  return (event, end) => {
    const { name } = event.model
    const parcels = asyncParcels(event, end, now())
    if (end.condition !== 'Success' && parcels.length === 0) {
      warn(`an asynchronous call of ${name} was given up: ${end.problem ?? ''} (${end.condition})`)
    }
    for (const parcel of parcels) {
      send(parcel).catch((error: unknown) => {
        warn(
          `an asynchronous call of ${name} ended (${end.condition}), and ${parcel.targetArn} did not take it: ${messageOf(error)}`,
        )
      })
    }
  }
}
