import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import { z } from 'zod'

/*
 * The files that a Distributed Map's ResultWriter leaves
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html).
 */

const resultFile = z.object({ Key: z.string(), Size: z.number() })
const resultManifest = z.object({
  ResultFiles: z.object({
    SUCCEEDED: z.array(resultFile),
    FAILED: z.array(resultFile),
    PENDING: z.array(resultFile),
  }),
})

/** One file of records of a Map's children; `Size` in bytes. */
export type ResultFile = z.infer<typeof resultFile>

/** The files of a Map Run: of children that succeeded, that failed (timed out, were aborted), that never started. */
export type ResultFiles = z.infer<typeof resultManifest>['ResultFiles']

const childRecord = z.object({
  Status: z.string(),
  Input: z.string(),
  Output: z.string().optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
})

/** One child execution of a Map, as its result file records it. */
export type ChildRecord = z.infer<typeof childRecord>

type Reads = Pick<JsonObjects, 'getJson'>

/** What a `manifest.json` of a Map Run lists. */
export async function readResultFiles(store: Reads, manifestKey: string): Promise<ResultFiles> {
  return (await store.getJson(manifestKey, resultManifest)).ResultFiles
}

/** The records in some of those files. */
export async function readRecords(store: Reads, files: readonly ResultFile[]): Promise<readonly ChildRecord[]> {
  const records: ChildRecord[] = []
  for (const file of files) records.push(...(await store.getJson(file.Key, z.array(childRecord))))
  return records
}

/** Every child of a Map Run: succeeded, failed and never started. */
export async function readMapResults(store: Reads, manifestKey: string): Promise<readonly ChildRecord[]> {
  const { SUCCEEDED, FAILED, PENDING } = await readResultFiles(store, manifestKey)
  return readRecords(store, [...SUCCEEDED, ...FAILED, ...PENDING])
}
