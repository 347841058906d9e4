import { causeText } from '@hourglass/contracts/cause-text'
import { type TableReport, tableReport } from '@hourglass/contracts/report'
import { tableOutcome } from '@hourglass/contracts/steps'
import { z } from 'zod'
import type { ChildRecord } from './map-results.ts'

/** The part of a child's input that names the table or model. */
const childInput = z.object({ input: z.object({ table: z.string() }) })

/** What a child of a lane or wave returns: the `sync-table` or `build-model` execution and its outcome. */
const childOutput = z.object({ execution: z.string(), outcome: tableOutcome })

/** What `states:startExecution.sync:2` puts into the cause when the started execution did not succeed. */
const failedExecution = z.object({
  ExecutionArn: z.string(),
  Status: z.string(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
})

/** What happened to the table or model of one child. */
export function tableReportOf(child: ChildRecord): TableReport {
  if (child.Status === 'SUCCEEDED') {
    const { execution, outcome } = childOutput.parse(JSON.parse(child.Output ?? 'null'))
    return tableReport.parse({ table: outcome.table, result: 'ok', execution, outcome })
  }
  const { input } = childInput.parse(JSON.parse(child.Input))
  return { table: input.table, result: 'failed', ...failureOf(child), children: null }
}

/** The innermost error that is known: the worker's own, else the execution's, else the Map child's. */
function failureOf(child: ChildRecord): { execution: string; error: string; cause: string } {
  const execution = startedExecution(child.Cause)
  if (!execution) return { execution: '', error: child.Error ?? child.Status, cause: causeText(child.Cause ?? '') }
  return {
    execution: execution.ExecutionArn,
    error: execution.Error ?? execution.Status,
    cause: causeText(execution.Cause ?? ''),
  }
}

function startedExecution(cause: string | undefined): z.infer<typeof failedExecution> | null {
  try {
    const result = failedExecution.safeParse(JSON.parse(cause ?? 'null'))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
