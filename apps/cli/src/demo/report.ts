import { writeFile } from 'node:fs/promises'
import type { TableOutcome } from '@hourglass/contracts/steps'
import type { RunProgress, TableProgress } from '../cloud/progress.ts'
import type { Comparison } from '../verify/compare-table.ts'

/** One hour of the demo. */
export interface DemoHour {
  readonly name: string
  readonly run: string
  readonly status: string
  readonly seconds: number
  readonly rows: number
  readonly outcomes: readonly TableOutcome[]
  readonly failed: readonly { readonly table: string; readonly error: string; readonly step: string }[]
}

/** What the demo did, for scripts: `.hourglass/demo-report.json`, and standard output with `--json`. */
export interface DemoReport {
  readonly sourceRows: number
  readonly seconds: { readonly start: number; readonly fill: number; readonly total: number }
  readonly hours: readonly DemoHour[]
  readonly retry: { readonly table: string; readonly how: string; readonly outcome: TableOutcome | null }
  readonly comparisons: readonly Comparison[]
  /** True when every hour ended as it should and every table equals its source. */
  readonly ok: boolean
}

export function demoHour(name: string, { run, tables }: RunProgress): DemoHour {
  const outcomes = tables.flatMap((table) => (table.outcome ? [table.outcome] : []))
  return {
    name,
    run: run.name,
    status: run.status,
    seconds: ((run.stoppedAt ?? run.startedAt).getTime() - run.startedAt.getTime()) / 1000,
    rows: outcomes.reduce((sum, outcome) => sum + outcome.rowsRead, 0),
    outcomes,
    failed: tables.filter((table) => table.status === 'failed').map(failedTable),
  }
}

function failedTable({ table, execution, step }: TableProgress) {
  return { table, error: execution?.error ?? '', step }
}

export async function writeDemoReport(file: string, report: DemoReport): Promise<void> {
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
}
