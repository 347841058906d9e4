import type { MapRun } from '@hourglass/cloud/map-runs'
import type { ChildFailures } from '@hourglass/contracts/report'
import type { TableOutcome } from '@hourglass/contracts/steps'
import type { RunProgress, TableProgress } from '@hourglass/cloud/progress'
import type { Execution } from '@hourglass/cloud/runs'

/* Tables in every state, for the tests of what is drawn. */

const execution: Execution = {
  arn: 'arn:aws:states:us-east-1:000000000000:execution:sync-table:x',
  name: 'x',
  status: 'RUNNING',
  startedAt: new Date('2026-11-23T09:00:00Z'),
  stoppedAt: null,
  input: '{}',
  output: null,
  error: '',
  cause: '',
  redriveCount: 0,
}

export function outcome(table: string, changes: Partial<TableOutcome> = {}): TableOutcome {
  return {
    run: 'r1',
    table,
    result: 'published',
    reason: '',
    mode: 'merge',
    window: { lower: null, bound: null },
    boundBy: '',
    chunks: 5,
    rowsRead: 140_001,
    rowsQuarantined: 0,
    bytes: 2_150_000,
    counts: {
      staged: 140_001,
      inserted: 140_001,
      updated: 0,
      unchanged: 0,
      deduplicated: 0,
      quarantined: 0,
      deleted: 0,
      late: 0,
      latestLateSeconds: 0,
    },
    conversions: {},
    seconds: 10.5,
    ...changes,
  }
}

export function done(table: string, changes: Partial<TableOutcome> = {}): TableProgress {
  return { ...waiting(table), status: 'done', execution, outcome: outcome(table, changes) }
}

export function skipped(table: string): TableProgress {
  return done(table, { result: 'skipped', skipped: 'nothing new', reason: 'nothing new', counts: null })
}

export function unchanged(table: string): TableProgress {
  const { counts } = outcome(table)
  return done(table, { counts: counts && { ...counts, inserted: 0, unchanged: counts.staged } })
}

export function failed(table: string, error: string, cause: string): TableProgress {
  return {
    ...waiting(table),
    status: 'failed',
    step: 'PlanTable',
    execution: { ...execution, status: 'FAILED', error, cause },
  }
}

/** Failed because children of its Extract did. */
export function failedInChildren(table: string, children: ChildFailures, mapRun: MapRun | null = null): TableProgress {
  const error = 'States.ExceedToleratedFailureThreshold'
  const cause = 'The specified tolerated failure threshold was exceeded'
  return { ...failed(table, error, cause), step: children.step, children, mapRun }
}

export function running(table: string, step: string, items = { done: 0, total: 0 }): TableProgress {
  return { ...waiting(table), status: 'running', step, execution, items }
}

export function waiting(table: string): TableProgress {
  return {
    table,
    lane: 'small',
    status: 'waiting',
    step: '',
    execution: null,
    items: { done: 0, total: 0 },
    outcome: null,
    children: null,
    mapRun: null,
  }
}

export function progressOf(tables: readonly TableProgress[], run: Partial<Execution> = {}): RunProgress {
  return { run: { ...execution, name: '20261123T090000Z-abc', ...run }, bucket: 'data', tables }
}
