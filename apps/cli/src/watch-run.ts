import { setTimeout as sleep } from 'node:timers/promises'
import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import type { Cloud } from './cloud/connection.ts'
import { causeText } from './cloud/failure.ts'
import { type RunProgress, runProgress } from './cloud/progress.ts'
import { getRun } from './cloud/runs.ts'
import type { Output } from './output.ts'
import { liveRun, tableLine } from './render/live-run.ts'
import { runTable } from './render/run-table.ts'

/** Milliseconds between two looks: a local cloud answers at once, an account charges nothing but limits the rate. */
const EVERY = { local: 250, account: 2000 } as const

/** Follows a run until it ends, drawing its tables; returns the last look. `now` is the time on the cloud's clock. */
export async function watchRun(
  cloud: Cloud,
  run: string,
  output: Output,
  now: () => Date = () => new Date(),
): Promise<RunProgress> {
  const redraw = createLogUpdate(process.stderr)
  const reported = new Set<string>()
  for (let frame = 0; ; frame += 1) {
    const progress = await runProgress(cloud, await getRun(cloud, run))
    if (output.live) redraw(liveRun(progress, frame, now()))
    else if (!output.json) reportEnded(progress, reported, output)
    if (progress.run.status !== 'RUNNING') {
      redraw.clear()
      return progress
    }
    await sleep(cloud.environment === 'local' ? EVERY.local : EVERY.account)
  }
}

/** Without a terminal: one line for each table, when it ends. */
function reportEnded(progress: RunProgress, reported: Set<string>, output: Output): void {
  const width = Math.max(0, ...progress.tables.map((table) => table.table.length))
  for (const table of progress.tables) {
    const ended = table.status === 'done' || table.status === 'failed'
    if (!ended || reported.has(table.table)) continue
    reported.add(table.table)
    output.note(`  ${tableLine(table, width)}`)
  }
}

/** A finished run for people: the table, then each failure with its reason and the command that retries it. */
export function describeRun(progress: RunProgress): string {
  const { run, tables, bucket } = progress
  const failed = tables.filter((table) => table.status === 'failed')
  const lines = [`run ${pc.bold(run.name)}  ${coloured(run.status)}`, '', runTable(tables)]
  for (const table of failed) {
    lines.push(
      '',
      `${pc.red('✗')} ${pc.bold(table.table)}: ${causeText(table.execution?.cause ?? '')}`,
      `  retry it alone: ${pc.cyan(`pnpm hourglass retry --table ${table.table}`)}`,
    )
  }
  if (run.status !== 'SUCCEEDED' && failed.length === 0 && run.cause) lines.push('', causeText(run.cause))
  if (bucket) lines.push('', pc.dim(`report: s3://${bucket}/runs/${run.name}/report.json`))
  return lines.join('\n')
}

function coloured(status: string): string {
  return status === 'SUCCEEDED' ? pc.green(status) : pc.red(status)
}
