import {
  DescribeMapRunCommand,
  ListMapRunsCommand,
  type MapRunExecutionCounts,
  type MapRunItemCounts,
} from '@aws-sdk/client-sfn'
import type { Cloud } from './connection.ts'

/** How many of something ended how. `unfinished` have not started, are running, or were aborted. */
export interface MapCounts {
  readonly total: number
  readonly succeeded: number
  /** Timed out ones too. */
  readonly failed: number
  readonly unfinished: number
}

/** What AWS counts of one Map Run. */
export interface MapRun {
  readonly running: boolean
  /** How often it was redriven: only what had not succeeded was done again. */
  readonly redrives: number
  /** Chunks of Extract, parts of Load. */
  readonly items: MapCounts
  /** Child executions; each takes a batch of items. */
  readonly children: MapCounts
}

/** The Map Run of an execution that was started last; null when it has none. */
export async function latestMapRun(cloud: Cloud, executionArn: string): Promise<MapRun | null> {
  const { mapRuns } = await cloud.sfn.send(new ListMapRunsCommand({ executionArn }))
  const newest = (mapRuns ?? []).toSorted((a, b) => Number(b.startDate) - Number(a.startDate))[0]
  if (!newest?.mapRunArn) return null
  const described = await cloud.sfn.send(new DescribeMapRunCommand({ mapRunArn: newest.mapRunArn }))
  return {
    running: described.status === 'RUNNING',
    redrives: described.redriveCount ?? 0,
    items: countsOf(described.itemCounts),
    children: countsOf(described.executionCounts),
  }
}

function countsOf(counts: MapRunItemCounts | MapRunExecutionCounts | undefined): MapCounts {
  const { total = 0, succeeded = 0, failed = 0, timedOut = 0 } = counts ?? {}
  return { total, succeeded, failed: failed + timedOut, unfinished: total - succeeded - failed - timedOut }
}
