import { Cancelled } from './cancellation.ts'
import type { StateVisit } from './scope.ts'

/**
 * Leaves the execution open and goes no further, as AWS does when an inline Map's MaxConcurrency comes out negative:
 * the entry of the state is never written, and only a stop or a timeout ends the execution (recorded 2024-04-22).
 * @throws Cancelled
 */
export function stall({ scope, enteredEventId }: StateVisit): Promise<never> {
  const { execution, progress, cancellation } = scope
  const { entered } = progress
  if (entered !== undefined && execution.history.withdraw(enteredEventId)) {
    progress.lastEventId = entered.previousEventId
    delete progress.entered
  }
  return new Promise((_, reject) => {
    cancellation.onCancel((reason) => reject(new Cancelled(reason)))
  })
}
