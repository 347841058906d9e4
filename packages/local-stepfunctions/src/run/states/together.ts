import { StateFailure } from '../../language/failure.ts'
import { Cancelled, type Cancellation } from '../cancellation.ts'

/** The values in order, or the first failure and whose it was. */
export type TogetherResult<T> = { readonly values: T[] } | { readonly failure: Error; readonly index: number }

/**
 * Runs `count` pieces of work, at most `limit` at once, in order of index. The first failure stops the others; the
 * call returns when all have ended. `slot` says which of the `limit` places a piece runs in.
 * @throws Cancelled when stopped from outside
 */
export async function runTogether<T>(
  outer: Cancellation,
  count: number,
  limit: number,
  work: (index: number, cancellation: Cancellation, slot: number) => Promise<T>,
): Promise<TogetherResult<T>> {
  const { cancellation, release } = outer.child()
  const values: T[] = Array.from({ length: count })
  let next = 0
  let failed: { failure: Error; index: number } | undefined
  const runSlot = async (slot: number): Promise<void> => {
    while (next < count && cancellation.reason === undefined) {
      const index = next++
      try {
        values[index] = await work(index, cancellation, slot)
      } catch (error) {
        if (!(error instanceof Cancelled)) failed ??= { failure: asError(error), index }
        cancellation.cancel({ kind: 'sibling' })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, count) }, (_, slot) => runSlot(slot)))
  release()
  outer.check()
  return failed ?? { values }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new StateFailure('States.Runtime', String(error))
}
