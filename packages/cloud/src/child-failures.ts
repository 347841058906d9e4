import type { ChildFailures } from '@hourglass/contracts/report'
import { createObjectStore } from '@hourglass/object-store/object-store'
import { CHILDREN_FAILED, failedChildren } from '@hourglass/pipeline/failed-children'
import { z } from 'zod'
import type { Cloud } from './connection.ts'
import { exitedOutput } from './history.ts'
import type { Execution } from './runs.ts'

/** What PlanTable hands to the Maps, as far as it says where their results go. */
const planned = z.object({ run: z.string(), table: z.string(), results: z.object({ bucket: z.string() }) })

const known = new WeakMap<Cloud, Map<string, Promise<ChildFailures | null>>>()

/**
 * What the children of a failed Map ended with; null for an execution that failed otherwise. Asked again and again while
 * a run is watched, so each execution is read once.
 */
export function childFailuresOf(cloud: Cloud, execution: Execution): Promise<ChildFailures | null> {
  if (execution.error !== CHILDREN_FAILED) return Promise.resolve(null)
  const ofCloud = known.get(cloud) ?? new Map<string, Promise<ChildFailures | null>>()
  known.set(cloud, ofCloud)
  const key = `${execution.arn} ${execution.redriveCount}`
  const found = ofCloud.get(key) ?? read(cloud, execution)
  ofCloud.set(key, found)
  return found
}

async function read(cloud: Cloud, { arn }: Execution): Promise<ChildFailures | null> {
  const state = await exitedOutput(cloud, arn, 'PlanTable', planned)
  if (!state) return null
  return failedChildren(createObjectStore(cloud.s3, state.results.bucket), state.run, state.table)
}
