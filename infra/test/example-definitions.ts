import { forEachWorker, WORKERS, type WorkerName } from '@hourglass/contracts/workers'
import { buildModel } from '../src/state-machines/build-model.ts'
import { type WorkerTarget, hourlySync } from '../src/state-machines/hourly-sync.ts'
import { syncTable } from '../src/state-machines/sync-table.ts'

const REGION = 'arn:aws:lambda:eu-west-1:111122223333'

function target(worker: WorkerName): WorkerTarget {
  return {
    functionArn: `${REGION}:function:hourglass-dev-${worker}:1`,
    timeoutSeconds: WORKERS[worker].timeout,
  }
}

const workers = forEachWorker(target)

/** All definitions with ARNs as they look after a deploy. */
export const EXAMPLE_DEFINITIONS = {
  'hourly-sync': hourlySync({
    workers,
    syncTableArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:hourglass-dev-sync-table',
    buildModelArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:hourglass-dev-build-model',
  }),
  'sync-table': syncTable({ workers }),
  'build-model': buildModel({ workers }),
} as const
