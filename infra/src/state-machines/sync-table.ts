import { STAGING_LOST } from '@hourglass/contracts/error-names'
import { tableState } from '@hourglass/contracts/steps'
import type { Definition, MapState } from './asl.ts'
import { distributedMap } from './distributed-map.ts'
import { fieldByField } from './field-by-field.ts'
import type { WorkerTarget } from './hourly-sync.ts'
import { workerTask } from './worker-task.ts'

export type TableWorker = 'plan-table' | 'extract' | 'stage' | 'load' | 'extract-and-load' | 'publish'

export interface SyncTableProps {
  readonly workers: Readonly<Record<TableWorker, WorkerTarget>>
}

/** Seconds. Below the timeout of `hourly-sync`, which waits for it. */
const SYNC_TABLE_TIMEOUT = 3000

/**
 * `sync-table`: one table, from plan to publish.
 *
 * Each worker takes the table state and returns it, so nothing is merged; the Maps keep it as it is. The Maps have no
 * Catch: a failed Map Run stays open, and a redrive runs only what failed. Publish alone is caught, for staging that a
 * crash emptied: it is filled again from the parts.
 */
export function syncTable(props: SyncTableProps): Definition {
  return {
    Comment: 'One table: plan, extract to S3, load into staging, publish.',
    TimeoutSeconds: SYNC_TABLE_TIMEOUT,
    StartAt: 'PlanTable',
    States: {
      PlanTable: workerTask({
        ...props.workers['plan-table'],
        comment: 'Takes the lease of the table, sets the window, cuts the chunks.',
        result: 'overwrite',
        next: { Next: 'OneChunk?' },
      }),
      'OneChunk?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$.action', StringEquals: 'skip', Next: 'Skipped' },
          { Variable: '$.action', StringEquals: 'one-chunk', Next: 'ExtractAndLoad' },
        ],
        Default: 'Extract',
      },
      Skipped: { Type: 'Succeed', Comment: 'Nothing new, or leased by another run.', OutputPath: '$.outcome' },
      ExtractAndLoad: workerTask({
        ...props.workers['extract-and-load'],
        comment: 'A small table in one go: extract, seal, stage, load.',
        result: 'overwrite',
        next: { Next: 'Publish' },
      }),
      Extract: batches(props.workers.extract, {
        label: 'Extract',
        comment: 'Each chunk: MySQL to S3 parts.',
        list: 'chunks',
        pointer: '/chunks',
        step: 'extract',
        next: 'Stage',
      }),
      Stage: workerTask({
        ...props.workers.stage,
        comment: 'Every chunk accounted for: seals the manifest, makes the staging table.',
        result: 'overwrite',
        next: { Next: 'Load' },
      }),
      Load: batches(props.workers.load, {
        label: 'Load',
        comment: 'Each part of the sealed manifest: S3 to staging.',
        list: 'manifest',
        pointer: '/parts',
        step: 'load',
        next: 'Publish',
      }),
      Publish: workerTask({
        ...props.workers.publish,
        comment: 'Verifies, then makes staged rows live, in one transaction.',
        result: 'overwrite',
        catches: [{ ErrorEquals: [STAGING_LOST], ResultPath: null, Next: 'Stage' }],
        next: { Next: 'Done' },
      }),
      Done: { Type: 'Succeed' },
    },
  }
}

interface Batches {
  readonly label: string
  readonly comment: string
  /** Field of the table state that says where the list of items lies. */
  readonly list: 'chunks' | 'manifest'
  readonly pointer: `/${string}`
  readonly step: 'extract' | 'load'
  readonly next: string
}

function batches(worker: WorkerTarget, map: Batches): MapState {
  return distributedMap({
    label: map.label,
    comment: map.comment,
    children: 'EXPRESS',
    items: {
      from: 'json',
      at: { bucketPath: `$.${map.list}.bucket`, keyPath: `$.${map.list}.key` },
      pointer: map.pointer,
    },
    batcher: { maxItems: { path: `$.itemsPerBatch.${map.step}` }, batchInput: TABLE_STATE },
    maxConcurrency: { path: '$.chunkConcurrency' },
    tolerated: { count: 0 },
    writer: { to: { bucketPath: '$.results.bucket', prefixPath: `$.results.${map.step}` } },
    child: {
      StartAt: `${map.label}Batch`,
      States: {
        [`${map.label}Batch`]: workerTask({
          ...worker,
          comment: 'One batch.',
          result: 'drop',
          next: { End: true },
        }),
      },
    },
    result: 'keep',
    next: { Next: map.next },
  })
}

/** The table state, field by field: `BatchInput` is a payload template, which cannot be a path itself. */
const TABLE_STATE = fieldByField(Object.keys(tableState.shape))
