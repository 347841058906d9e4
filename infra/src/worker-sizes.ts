import type { WorkerName } from '@hourglass/contracts/names'
import type { WorkerSize } from './constructs/worker.ts'

export interface WorkerProfile extends WorkerSize {
  readonly description: string
}

/** Lambda gives one whole processor at this much memory, in MB (Lambda developer guide, "Configure memory"). */
const ONE_PROCESSOR = 1769

/**
 * Size of each worker. A batch of a Map must end inside the 5 minutes of an EXPRESS child, so what runs there times out
 * at 240 s; publish carries the largest transaction.
 */
export const WORKER_PROFILES: Readonly<Record<WorkerName, WorkerProfile>> = {
  'plan-run': { memory: 512, timeout: 120, description: 'Plans a run: lease, tables, connection budget.' },
  'plan-table': { memory: 512, timeout: 180, description: 'Plans a table: lease, window, chunks.' },
  extract: { memory: ONE_PROCESSOR, timeout: 240, description: 'Extracts chunks: MySQL to parts in S3.' },
  stage: { memory: 512, timeout: 120, description: 'Seals the manifest and makes the staging table.' },
  load: { memory: 1024, timeout: 240, description: 'Loads parts: S3 to the staging table.' },
  'extract-and-load': { memory: ONE_PROCESSOR, timeout: 240, description: 'Extracts and loads a small table.' },
  publish: { memory: 512, timeout: 600, description: 'Verifies the staged rows and makes them live.' },
  // The largest that Lambda allows: making the rows and publishing them take up to 400 s each.
  build: { memory: 512, timeout: 900, description: 'Builds a model of published tables.' },
  finish: { memory: 512, timeout: 180, description: 'Writes the report of a run.' },
}
