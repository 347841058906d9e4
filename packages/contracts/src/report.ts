import { z } from 'zod'
import { objectRef, tableOutcome } from './steps.ts'

/** Why a Map of `sync-table` failed: what its children ended with. Step Functions says only that too many failed. */
export const childFailures = z.object({
  /** The Map's state: Extract, Load. */
  step: z.string(),
  /** Children that failed, timed out or were aborted... */
  failed: z.number().int().positive(),
  /** ...of how many; null when there are too many to count. */
  children: z.number().int().positive().nullable(),
  /** Errors that differ in more than numbers and ids, the most frequent first. */
  errors: z.array(z.object({ error: z.string(), cause: z.string(), children: z.number().int().positive() })),
  /** Children whose errors are not in `errors`, which is capped. */
  others: z.number().int().nonnegative(),
  /** Where every one of them is recorded: the first of the Map Run's FAILED files. */
  records: objectRef,
})
export type ChildFailures = z.infer<typeof childFailures>

/** One table in the report: an outcome, or the error it ended with. */
export const tableReport = z.discriminatedUnion('result', [
  z.object({ table: z.string(), result: z.literal('ok'), execution: z.string(), outcome: tableOutcome }),
  z.object({
    table: z.string(),
    result: z.literal('failed'),
    /** ARN of the `sync-table` execution to look at and to retry; '' when it was never started. */
    execution: z.string(),
    error: z.string(),
    cause: z.string(),
    /** Set when it was children of a Map that failed; `error` and `cause` are then those of the most frequent one. */
    children: childFailures.nullable().default(null),
  }),
])
export type TableReport = z.infer<typeof tableReport>

/** runs/<run>/report.json */
export const runReport = z.object({
  version: z.literal(1),
  run: z.string(),
  scheduledAt: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Set when the whole run had nothing to do. */
  skipped: z.string().nullable(),
  tables: z.array(tableReport),
})
export type RunReport = z.infer<typeof runReport>
