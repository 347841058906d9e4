import { z } from 'zod'
import { tableOutcome } from './steps.ts'

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
