import type { SettingsShape } from '@hourglass/core/settings'
import {
  commonSettings,
  extractSettings,
  type LoadWay,
  loadSettings,
  planSettings,
  sourceSettings,
  targetSettings,
} from './environment.ts'
import type { ObjectKind } from './s3-keys.ts'

/** Kinds of objects that a worker reads and writes; its role allows no others. */
export interface ObjectUse {
  readonly reads: readonly ObjectKind[]
  readonly writes: readonly ObjectKind[]
}

/** One worker, whole: what infra makes of it, what its code reads. Its code is `apps/workers/src/<name>.ts`. */
export interface WorkerSpec {
  readonly description: string
  /** MB. */
  readonly memory: number
  /** Seconds, at most 900 (Lambda). What runs as a batch of an EXPRESS Map stays at 240, inside its 5 minutes. */
  readonly timeout: number
  /** Copies that run at once: `run` for what runs once a run, `table` for what each table or chunk needs. */
  readonly scale: 'run' | 'table'
  /** The variables and secrets that it gets: exactly those that it reads. */
  readonly settings: SettingsShape
  /**
   * The objects that its role allows. A key that is written once is also read: by the worker that lost the race. With
   * `aws_s3` Postgres pulls the parts itself, by a role of its own.
   */
  readonly objects: (loadWith: LoadWay) => ObjectUse
}

/** Lambda assigns one whole processor at this much memory, in MB (Lambda developer guide, "Configure memory"). */
const ONE_PROCESSOR = 1769

const source = { ...commonSettings, ...sourceSettings, ...targetSettings }
const target = { ...commonSettings, ...targetSettings }
const pulled = (loadWith: LoadWay): readonly ObjectKind[] => (loadWith === 'copy' ? ['parts'] : [])

/** Every worker: a new one is an entry here and a file in `apps/workers/src`. */
export const WORKERS = {
  'plan-run': {
    description: 'Plans a run: lease, tables, connection budget.',
    memory: 512,
    timeout: 120,
    scale: 'run',
    settings: { ...source, ...planSettings },
    objects: () => ({ reads: [], writes: ['tables'] }),
  },
  'plan-table': {
    description: 'Plans a table: lease, window, chunks.',
    memory: 512,
    timeout: 180,
    scale: 'table',
    settings: source,
    objects: () => ({ reads: ['chunks', 'lookups'], writes: ['chunks', 'lookups'] }),
  },
  extract: {
    description: 'Extracts chunks: MySQL to parts in S3.',
    memory: ONE_PROCESSOR,
    timeout: 240,
    scale: 'table',
    settings: { ...source, ...extractSettings },
    objects: () => ({
      reads: ['chunks', 'lookups', 'chunkRecords'],
      writes: ['chunkRecords', 'parts', 'quarantine'],
    }),
  },
  stage: {
    description: 'Seals the manifest and makes the staging table.',
    memory: 512,
    timeout: 120,
    scale: 'table',
    settings: target,
    objects: () => ({ reads: ['chunks', 'chunkRecords', 'manifest'], writes: ['manifest'] }),
  },
  load: {
    description: 'Loads parts: S3 to the staging table.',
    memory: 1024,
    timeout: 240,
    scale: 'table',
    settings: { ...target, ...loadSettings },
    objects: (loadWith) => ({ reads: pulled(loadWith), writes: [] }),
  },
  'extract-and-load': {
    description: 'Extracts and loads a small table.',
    memory: ONE_PROCESSOR,
    timeout: 240,
    scale: 'table',
    settings: { ...source, ...extractSettings, ...loadSettings },
    objects: (loadWith) => ({
      reads: ['chunks', 'lookups', 'chunkRecords', 'manifest', ...pulled(loadWith)],
      writes: ['chunkRecords', 'parts', 'quarantine', 'manifest'],
    }),
  },
  publish: {
    description: 'Verifies the staged rows and makes them live.',
    memory: 512,
    // It carries the largest transaction.
    timeout: 600,
    scale: 'table',
    settings: source,
    objects: () => ({ reads: ['manifest'], writes: [] }),
  },
  build: {
    description: 'Builds a model of published tables.',
    memory: 512,
    // The largest that Lambda allows: making the rows and publishing them take up to 400 s each.
    timeout: 900,
    scale: 'table',
    settings: target,
    objects: () => ({ reads: [], writes: [] }),
  },
  finish: {
    description: 'Writes the report of a run.',
    memory: 512,
    timeout: 180,
    scale: 'run',
    settings: target,
    objects: () => ({ reads: ['results'], writes: ['reports'] }),
  },
} as const satisfies Record<string, WorkerSpec>

export type WorkerName = keyof typeof WORKERS

/** In the order of the table. */
// Object.keys widens to string; the table has no other keys.
export const WORKER_NAMES = Object.keys(WORKERS) as readonly WorkerName[]

/** One value for each worker. */
export function forEachWorker<T>(make: (worker: WorkerName) => T): Readonly<Record<WorkerName, T>> {
  // fromEntries widens to string; WORKER_NAMES holds every name.
  return Object.fromEntries(WORKER_NAMES.map((worker) => [worker, make(worker)])) as Record<WorkerName, T>
}
