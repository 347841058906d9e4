import type { MapResult } from '@hourglass/contracts/steps'
import type { ObjectStore } from '@hourglass/contracts/store-port'
import { z } from 'zod'

/*
 * The files that a Distributed Map's ResultWriter leaves
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html).
 */

const resultFile = z.object({ Key: z.string() })
const resultManifest = z.object({
  ResultFiles: z.object({
    SUCCEEDED: z.array(resultFile),
    FAILED: z.array(resultFile),
    PENDING: z.array(resultFile),
  }),
})

const childRecord = z.object({
  Status: z.string(),
  Input: z.string(),
  Output: z.string().optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
})

/** One child execution of a Map, as its result file records it. */
export type ChildRecord = z.infer<typeof childRecord>

/** Every child of a Map Run: succeeded, failed and never started. */
export async function readMapResults(store: ObjectStore, map: MapResult): Promise<readonly ChildRecord[]> {
  const { ResultFiles } = await store.getJson(map.ResultWriterDetails.Key, resultManifest)
  const records: ChildRecord[] = []
  for (const file of [...ResultFiles.SUCCEEDED, ...ResultFiles.FAILED, ...ResultFiles.PENDING]) {
    records.push(...(await store.getJson(file.Key, z.array(childRecord))))
  }
  return records
}
