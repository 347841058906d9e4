import type { RunProgress, TableProgress } from '@hourglass/cloud/progress'
import { INCOMPLETE, TABLES_FAILED } from '@hourglass/contracts/error-names'
import { isComplete, stateOf } from '@hourglass/contracts/table-state'
import { EXIT } from './errors.ts'

type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What the tables have come to: failed beats incomplete, incomplete beats complete. */
export function exitCodeOfTables(tables: readonly TableProgress[]): ExitCode {
  if (tables.some(({ status }) => status === 'failed')) return EXIT.failed
  const open = tables.some(({ outcome }) => outcome !== null && !isComplete(stateOf(outcome)))
  return open ? EXIT.incomplete : EXIT.ok
}

/** What a run that has ended came to. */
export function exitCodeOfRun({ run, tables }: RunProgress): ExitCode {
  if (run.status === 'SUCCEEDED') return exitCodeOfTables(tables)
  return run.error === INCOMPLETE ? EXIT.incomplete : EXIT.failed
}

/**
 * What a run has come to by now. One that ended for its tables counts as they are since, after retries; one that was
 * stopped, timed out or failed otherwise has failed, whatever its tables say.
 */
export function exitCodeByNow(progress: RunProgress): ExitCode {
  const { run, tables } = progress
  const endedForTables = run.error === TABLES_FAILED || run.error === INCOMPLETE
  const allEnded = tables.length > 0 && tables.every(({ status }) => status === 'done' || status === 'failed')
  if (run.status === 'RUNNING' || (endedForTables && allEnded)) return exitCodeOfTables(tables)
  return exitCodeOfRun(progress)
}
