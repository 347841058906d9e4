import { setTimeout as sleep } from 'node:timers/promises'
import pc from 'picocolors'
import type { Cloud } from '@hourglass/cloud/connection'
import { causeText } from '@hourglass/contracts/cause-text'
import { TABLES_FAILED } from '@hourglass/contracts/error-names'
import { type RunProgress, runProgress } from '@hourglass/cloud/progress'
import { getRun } from '@hourglass/cloud/runs'
import type { Output } from './output.ts'
import { failureLines } from './render/failure-lines.ts'
import { liveRun, namesWidth, tableLine } from './render/live-run.ts'
import { runTable } from './render/run-table.ts'
import { shortName } from './table-names.ts'

/** Milliseconds between two looks: a local cloud answers at once, an account charges nothing but limits the rate. */
const EVERY = { local: 250, account: 2000 } as const

/** Milliseconds between two frames: the spinner turns also while AWS is asked less often. */
const FRAME = 120

/** Follows a run until it ends, drawing its tables; returns the last look. `now` is the time on the cloud's clock. */
export async function watchRun(
  cloud: Cloud,
  run: string,
  output: Output,
  now: () => Date = () => new Date(),
): Promise<RunProgress> {
  const reported = new Set<string>()
  for (let frame = 0; ; ) {
    const progress = await runProgress(cloud, await getRun(cloud, run))
    if (!output.live && !output.json) reportEnded(progress, reported, output)
    if (progress.run.status !== 'RUNNING') {
      output.redraw('')
      return progress
    }
    const until = performance.now() + (cloud.environment === 'local' ? EVERY.local : EVERY.account)
    do {
      if (output.live) output.redraw(liveRun(progress, frame, now(), process.stderr.columns))
      frame += 1
      await sleep(FRAME)
    } while (performance.now() < until)
  }
}

/** Without a terminal: one line for each table, when it ends. */
function reportEnded(progress: RunProgress, reported: Set<string>, output: Output): void {
  const width = namesWidth(progress.tables)
  for (const table of progress.tables) {
    const ended = table.status === 'done' || table.status === 'failed'
    if (!ended || reported.has(table.table)) continue
    reported.add(table.table)
    output.note(`  ${tableLine(table, width)}`)
  }
}

/** A finished run for people: the table, then each failure with its reason and the command that retries it. */
export function describeRun(progress: RunProgress, width: number): string {
  const { run, tables, bucket } = progress
  const failed = tables.filter((table) => table.status === 'failed')
  const lines = [`run ${pc.bold(run.name)}  ${coloured(run.status)}`]
  if (tables.length > 0) lines.push('', runTable(tables, width))
  for (const table of failed) {
    lines.push(
      '',
      ...failureLines(table),
      `  retry it alone: ${pc.cyan(`pnpm hourglass retry --table ${shortName(table.table)}`)}`,
    )
  }
  if (isRepaired(progress))
    lines.push('', pc.green('what failed has been retried since, and everything of this run is done'))
  else if (run.status !== 'SUCCEEDED' && failed.length === 0 && run.cause) lines.push('', causeText(run.cause))
  if (bucket) lines.push('', pc.dim(`report: s3://${bucket}/runs/${run.name}/report.json`))
  return lines.join('\n')
}

/** A run that failed for its tables keeps its status, whatever a retry of them has done since. */
function isRepaired({ run, tables }: RunProgress): boolean {
  return run.error === TABLES_FAILED && tables.length > 0 && tables.every(({ status }) => status === 'done')
}

function coloured(status: string): string {
  if (status === 'RUNNING') return pc.cyan(status)
  return status === 'SUCCEEDED' ? pc.green(status) : pc.red(status)
}
