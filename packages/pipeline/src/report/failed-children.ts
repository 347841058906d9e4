import { causeText } from '@hourglass/contracts/cause-text'
import type { ChildFailures } from '@hourglass/contracts/report'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { Listing } from '@hourglass/contracts/store/listing'
import { type ChildRecord, readRecords, readResultFiles, type ResultFiles } from './map-results.ts'

/** What a Map fails with when its children failed: its cause names none of them. */
export const CHILDREN_FAILED = 'States.ExceedToleratedFailureThreshold'

/** The most distinct errors that are reported of one Map Run. */
const MOST_ERRORS = 5
/** Characters of one cause. Longer than a denied call's, which names action, resource and role. */
const LONGEST_CAUSE = 800
/** Bytes of records read only to count children: 10,000 of them, and a fraction of the smallest worker's memory. */
const MOST_COUNTED_BYTES = 32 * 2 ** 20

/** The Maps of `sync-table`, by the names of their states and of their results. */
const STEPS = { Extract: 'extract', Load: 'load' } as const

/** What of S3 is needed to find out. */
export type ReadResults = Pick<JsonObjects, 'bucket' | 'getJson'> & Listing

/**
 * Why the Map that failed last in a table's execution did: what its children ended with. Nothing of their input is shown,
 * which holds keys.
 * @returns null when no Map of that table has left the record of a failed child
 * @throws ObjectStoreError, ObjectAccessError
 */
export async function failedChildren(store: ReadResults, run: string, table: string): Promise<ChildFailures | null> {
  for (const { step, manifestKey } of await resultsNewestFirst(store, run, table)) {
    const files = await readResultFiles(store, manifestKey)
    const [first] = files.FAILED
    if (!first) continue
    const failed = await readRecords(store, files.FAILED)
    const others = await countOthers(store, files)
    return {
      step,
      failed: failed.length,
      children: others === null ? null : failed.length + others,
      ...distinctErrors(failed),
      records: { bucket: store.bucket, key: first.Key },
    }
  }
  return null
}

/** A retry within the run leaves its results beside the first attempt's: the latest ones are those that count. */
async function resultsNewestFirst(store: ReadResults, run: string, table: string) {
  const listed = await Promise.all(
    Object.entries(STEPS).map(async ([step, name]) => {
      const objects = await store.list(`${s3Keys.stepResults(run, table, name)}/`)
      return objects
        .filter(({ key }) => key.endsWith('/manifest.json'))
        .map(({ key, modifiedAt }) => ({ step, manifestKey: key, modifiedAt }))
    }),
  )
  return listed.flat().sort((a, b) => b.modifiedAt.getTime() - a.modifiedAt.getTime())
}

async function countOthers(store: ReadResults, { SUCCEEDED, PENDING }: ResultFiles): Promise<number | null> {
  const files = [...SUCCEEDED, ...PENDING]
  const bytes = files.reduce((sum, file) => sum + file.Size, 0)
  return bytes > MOST_COUNTED_BYTES ? null : (await readRecords(store, files)).length
}

function distinctErrors(failed: readonly ChildRecord[]): Pick<ChildFailures, 'errors' | 'others'> {
  const byShape = new Map<string, { error: string; cause: string; children: number }>()
  for (const child of failed) {
    const error = child.Error ?? child.Status
    const cause = causeText(child.Cause ?? '')
    const known = byShape.get(shapeOf(`${error} ${cause}`))
    if (known) known.children += 1
    else byShape.set(shapeOf(`${error} ${cause}`), { error, cause: shortened(cause), children: 1 })
  }
  const all = [...byShape.values()].sort((a, b) => b.children - a.children)
  const errors = all.slice(0, MOST_ERRORS)
  return { errors, others: all.slice(MOST_ERRORS).reduce((sum, { children }) => sum + children, 0) }
}

/** A text without what makes it another one in each child: ids of requests, numbers of chunks, times. */
function shapeOf(text: string): string {
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '#').replace(/\d+/g, '#')
}

function shortened(text: string): string {
  return text.length <= LONGEST_CAUSE ? text : `${text.slice(0, LONGEST_CAUSE - 1)}…`
}
