import type { Clock } from '../clock/clock.ts'
import { Cancelled, type Cancellation } from './cancellation.ts'

/** Waits `ms` milliseconds by the engine's clock. @throws Cancelled */
export function sleep(clock: Clock, ms: number, cancellation: Cancellation): Promise<void> {
  return new Promise((resolve, reject) => {
    let release = (): void => {}
    const cancelTimer = clock.setTimeout(() => {
      release()
      resolve()
    }, ms)
    release = cancellation.onCancel((reason) => {
      cancelTimer()
      reject(new Cancelled(reason))
    })
  })
}
