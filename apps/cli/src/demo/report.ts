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

/** How a table that had failed was brought to its end. */
export interface DemoRetry {
  readonly table: string
  readonly how: string
  readonly outcome: TableOutcome | null
  /** Set when its Load had failed: parts of the table, and those of them that were in staging before the retry. */
  readonly parts?: { readonly total: number; readonly before: number }
}

/** What the demo did, for scripts: `demo-report.json` in the state folder, and standard output with `--json`. */
export interface DemoReport {
  readonly sourceRows: number
  /** Seconds of each step, in order, and of all. */
  readonly seconds: { readonly steps: Readonly<Record<string, number>>; readonly total: number }
  readonly hours: readonly DemoHour[]
  /** Of the third and the fourth hour. */
  readonly retries: readonly DemoRetry[]
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

/** Every hour as told, each retry published, the second one with one part left to do, and every table equal to its source. */
export function isAsTold({
  hours,
  retries,
  comparisons,
}: Pick<DemoReport, 'hours' | 'retries' | 'comparisons'>): boolean {
  const [first, second, third, fourth] = hours
  const [renamed, refused] = retries
  return (
    first?.status === 'SUCCEEDED' &&
    second?.status === 'SUCCEEDED' &&
    failedAlone(third, renamed) &&
    failedAlone(fourth, refused) &&
    refused?.parts !== undefined &&
    refused.parts.total > 1 &&
    refused.parts.before === refused.parts.total - 1 &&
    comparisons.length > 0 &&
    comparisons.every(({ differing, sourceRows }) => differing === 0 && sourceRows > 0)
  )
}

/** The retried table and no other failed in that hour, and is published now. */
function failedAlone(hour: DemoHour | undefined, retry: DemoRetry | undefined): boolean {
  return hour?.failed.length === 1 && hour.failed[0]?.table === retry?.table && retry?.outcome?.result === 'published'
}

export async function writeDemoReport(file: string, report: DemoReport): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
}
