import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TableOutcome } from '@hourglass/contracts/steps'
import { isModel, type RunProgress, type TableProgress } from '@hourglass/cloud/progress'
import type { Comparison } from '@hourglass/verify/compare-table'

/** One hour of the demo. */
export interface DemoHour {
  readonly name: string
  readonly run: string
  readonly status: string
  readonly seconds: number
  readonly rows: number
  /** Of tables. */
  readonly outcomes: readonly TableOutcome[]
  readonly models: readonly TableOutcome[]
  readonly failed: readonly { readonly table: string; readonly error: string; readonly step: string }[]
}

/** What the demo did, for scripts: `demo-report.json` in the state folder, and standard output with `--json`. */
export interface DemoReport {
  readonly sourceRows: number
  /** Seconds of each step, in order, and of all. */
  readonly seconds: { readonly steps: Readonly<Record<string, number>>; readonly total: number }
  readonly hours: readonly DemoHour[]
  readonly retry: { readonly table: string; readonly how: string; readonly outcome: TableOutcome | null }
  readonly comparisons: readonly Comparison[]
  /** True when every hour ended as it should and every table equals its source. */
  readonly ok: boolean
}

export function demoHour(name: string, { run, tables }: RunProgress): DemoHour {
  const outcomesOf = (some: readonly TableProgress[]) => some.flatMap(({ outcome }) => (outcome ? [outcome] : []))
  const outcomes = outcomesOf(tables.filter((table) => !isModel(table)))
  return {
    name,
    run: run.name,
    status: run.status,
    seconds: ((run.stoppedAt ?? run.startedAt).getTime() - run.startedAt.getTime()) / 1000,
    rows: outcomes.reduce((sum, outcome) => sum + outcome.rowsRead, 0),
    outcomes,
    models: outcomesOf(tables.filter(isModel)),
    failed: tables.filter((table) => table.status === 'failed').map(failedTable),
  }
}

function failedTable({ table, execution, step }: TableProgress) {
  return { table, error: execution?.error ?? '', step }
}

/** Every hour as told, the retry published, and every table equal to its source. */
export function isAsTold({ hours, retry, comparisons }: Pick<DemoReport, 'hours' | 'retry' | 'comparisons'>): boolean {
  const [first, second, third] = hours
  return (
    first?.status === 'SUCCEEDED' &&
    second?.status === 'SUCCEEDED' &&
    third?.failed.length === 1 &&
    third.failed[0]?.table === retry.table &&
    retry.outcome?.result === 'published' &&
    comparisons.length > 0 &&
    comparisons.every(({ differing, sourceRows }) => differing === 0 && sourceRows > 0)
  )
}

export async function writeDemoReport(file: string, report: DemoReport): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
}
