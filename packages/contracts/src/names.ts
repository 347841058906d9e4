import { createHash } from 'node:crypto'
import { tableSlug } from './s3-keys.ts'

/** Names of cloud resources, so that infra makes and the CLI finds the same ones. */

export const STATE_MACHINES = ['hourly-sync', 'sync-table', 'build-model'] as const
export type StateMachineName = (typeof STATE_MACHINES)[number]

/** `hourglass-<env>-<name>`: state machines, functions, the schedule. */
export function resourceName(environment: string, name: string): string {
  return `hourglass-${environment}-${name}`
}

/** Step Functions takes 80 characters; four are left for the redrive count that the state machine appends. */
const MAX_EXECUTION_NAME = 76

/**
 * Name of a `sync-table` or `build-model` execution: table slug, run and attempt, cut to 76 characters, with a hash of the whole so that
 * two cut names stay apart. Only characters that Step Functions takes (no colons).
 */
export function syncTableExecutionName(run: string, table: string, attempt: number): string {
  const whole = `${run}/${table}/${attempt}`
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8)
  const tail = `-${hash}-${attempt}`
  const head = syncTableExecutionPrefix(table) + run.replace(/[^A-Za-z0-9_-]/g, '-')
  return head.slice(0, MAX_EXECUTION_NAME - tail.length) + tail
}

/** What the names of all executions of one table start with (other tables' may, too: ask the input). */
export function syncTableExecutionPrefix(table: string): string {
  return `${tableSlug(table)
    .replace(/[^A-Za-z0-9_-]/g, '-')
    .slice(0, 32)}-`
}

/** Name of a run started by a person or the schedule at `scheduledAt`: sortable, no colons. */
export function runName(scheduledAt: Date, suffix: string): string {
  const stamp = scheduledAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  return `${stamp}Z-${suffix}`
}
