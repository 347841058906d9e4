import type { TargetOptions } from './options.ts'

/** How long one transaction may take and wait, in seconds. */
export interface Limits {
  readonly statement: number
  readonly lock: number
  /** Memory of one sort or hash, as Postgres writes it; the server's own setting when absent. */
  readonly workMem?: string
  /** Every statement sees the same snapshot; else each sees what was committed when it began. */
  readonly oneSnapshot?: boolean
}

const CONTROL_SECONDS = 30
const LOCK_SECONDS = 10
const LOAD_SECONDS = 200
const PUBLISH_SECONDS = 600
/** Making the rows of a model, and once more publishing them: together below the 900 of its Lambda. */
const MODEL_SECONDS = 400
/** Enough to join 300,000 wide rows in memory (measured: half the time of 4 MB); few tables publish at once. */
const PUBLISH_WORK_MEM = '64MB'

export function limitsOf(options: TargetOptions) {
  const lock = options.lockSeconds ?? LOCK_SECONDS
  const load = options.loadSeconds ?? LOAD_SECONDS
  const publish = options.publishSeconds ?? PUBLISH_SECONDS
  const model = options.modelSeconds ?? MODEL_SECONDS
  return {
    control: { statement: CONTROL_SECONDS, lock },
    // A second loader of a part waits for the first one, however long that takes.
    load: { statement: load, lock: load },
    publish: { statement: publish, lock, workMem: PUBLISH_WORK_MEM },
    stageModel: { statement: model, lock, workMem: PUBLISH_WORK_MEM, oneSnapshot: true },
    publishModel: { statement: model, lock, workMem: PUBLISH_WORK_MEM },
  } as const satisfies Record<string, Limits>
}

/**
 * Starts a transaction with everything that SQL here relies on. SET LOCAL, because behind a transaction-mode pooler a
 * session setting reaches somebody else's transaction (edge case 140).
 */
export function beginSql({ statement, lock, workMem, oneSnapshot }: Limits): string {
  return [
    `begin isolation level ${oneSnapshot === true ? 'repeatable read' : 'read committed'} read write`,
    "set local timezone to 'UTC'",
    "set local datestyle to 'ISO, YMD'",
    // pg_temp last, because a temporary table could otherwise hide a catalog table. public is for triggers of the live table.
    'set local search_path to pg_catalog, public, pg_temp',
    `set local statement_timeout to ${Math.round(statement * 1000)}`,
    `set local lock_timeout to ${Math.round(lock * 1000)}`,
    // A frozen or killed worker must not keep its locks.
    "set local idle_in_transaction_session_timeout to '60s'",
    // Rows that a policy hides would look deleted; this makes it an error.
    'set local row_security to off',
    ...(workMem === undefined ? [] : [`set local work_mem to '${workMem}'`]),
  ].join('; ')
}
