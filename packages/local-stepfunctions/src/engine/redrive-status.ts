import type { Execution } from '../run/execution.ts'
import { EVENT_LIMIT } from '../run/history.ts'

/** Whether an execution can be redriven, in the words of DescribeExecution. */
export function redriveStatus(execution: Execution): {
  readonly status: 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN'
  readonly reason: string | undefined
} {
  if (execution.status === 'RUNNING' || execution.status === 'SUCCEEDED') {
    return { status: 'NOT_REDRIVABLE', reason: `Execution is ${execution.status} and cannot be redriven` }
  }
  if (execution.membership !== undefined) return { status: 'REDRIVABLE_BY_MAP_RUN', reason: undefined }
  if (execution.history.length >= EVENT_LIMIT - 1)
    return { status: 'NOT_REDRIVABLE', reason: 'Execution has exceeded the maximum history event limit' }
  if (execution.program.type === 'EXPRESS')
    return { status: 'NOT_REDRIVABLE', reason: 'Express executions cannot be redriven' }
  return { status: 'REDRIVABLE', reason: undefined }
}
