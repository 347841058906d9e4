import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { loadCatalog } from '@hourglass/catalog-tools/load-catalog'
import pc from 'picocolors'
import type { SourceProduct } from '@hourglass/databases/server'
import { writeDemoCatalog } from '../demo/demo-catalog.ts'
import { type DemoReport, writeDemoReport } from '../demo/report.ts'
import { createSteps } from '../demo/steps.ts'
import { demoReportFile, tellStory } from '../demo/story.ts'
import { summary } from '../demo/summary.ts'
import { EXIT } from '../errors.ts'
import { type Interruption, InterruptedError } from '../interruption.ts'
import { startDatabases } from '@hourglass/local/databases'
import { stateFolder } from '@hourglass/cloud/folders'
import { settings } from '@hourglass/cloud/settings'
import { startLocal } from '@hourglass/local/start-local'
import { lockFolder } from '@hourglass/local/state-lock'
import type { Output } from '../output.ts'
import { formatCount } from '../render/format.ts'
import { untilInterrupted } from './local.ts'

export interface DemoOptions {
  readonly rows: number
  readonly keep?: true
  /** The server to start as the source. */
  readonly source?: SourceProduct | undefined
}

/** `hourglass demo`: four hours of Hourglass, with two failures and their retries, in under two minutes. */
export async function demoCommand(options: DemoOptions, output: Output, interruption: Interruption): Promise<number> {
  const unlock = await lockFolder(stateFolder(), 'demo')
  try {
    const folder = await freshFolder()
    try {
      const ok = await play(folder, options, output, interruption)
      if (ok) await rm(folder, { recursive: true, force: true })
      return ok ? EXIT.ok : EXIT.failed
    } catch (thrown) {
      if (thrown instanceof InterruptedError) await rm(folder, { recursive: true, force: true })
      else output.note(`logs of the workers: ${path.join(folder, 'aws/lambda/logs')}`)
      throw thrown
    }
  } finally {
    await unlock()
  }
}

async function play(
  folder: string,
  options: DemoOptions,
  output: Output,
  interruption: Interruption,
): Promise<boolean> {
  const { signal } = interruption
  output.line(
    `${pc.bold('Hourglass')}: ${formatCount(options.rows)} rows of candidate experience, from MySQL through S3 to Postgres`,
  )
  if (settings().catalog !== undefined) {
    output.note(
      'HOURGLASS_CATALOG is set: the demo runs examples/candidate-experience all the same; `local` runs yours',
    )
  }
  const steps = createSteps(output)
  const catalogFolder = await writeDemoCatalog(folder, options.rows)
  const catalog = await loadCatalog(catalogFolder)
  const local = await steps.step('start', 'Real databases, and the cloud you would deploy', (onProgress) =>
    startLocal({
      folder,
      catalog: catalogFolder,
      openDatabases: () =>
        startDatabases({ folder, name: 'hourglass_demo', temporary: true, source: options.source, onProgress }),
      scheduleEnabled: true,
      onProgress,
      signal,
    }),
  )
  try {
    const report = await interruption.race(tellStory({ local, steps, output, catalog }, options.rows))
    await writeDemoReport(demoReportFile(), report)
    output.result(report, () => ending(report, output.width))
    if (options.keep === true) await keepRunning(local.connection, output, interruption)
    return report.ok
  } finally {
    await local.stop()
  }
}

/** A folder of its own for each demo: what an earlier one was killed in may still be on its way out. */
async function freshFolder(): Promise<string> {
  const earlier = (await readdir(stateFolder())).filter((name) => /^demo(-[0-9a-f]{8})?$/.test(name))
  for (const name of earlier) await rm(path.join(stateFolder(), name), { recursive: true, force: true })
  const folder = path.join(stateFolder(), `demo-${randomBytes(4).toString('hex')}`)
  // The database servers, which another user runs when this one is root, must be able to pass through.
  await mkdir(folder, { mode: 0o711 })
  return folder
}

function ending(report: DemoReport, width: number): string {
  return [
    summary(report, width),
    '',
    `  report     ${path.relative('', demoReportFile())}`,
    `  what next  ${pc.cyan('pnpm hourglass local')}, docs/adding-a-table.md, docs/architecture.md`,
  ].join('\n')
}

async function keepRunning(
  connection: { readonly mysqlUrl: string; readonly postgresUrl: string },
  output: Output,
  interruption: Interruption,
): Promise<void> {
  output.note(
    [
      'still running until Ctrl-C; in another terminal: pnpm hourglass status',
      `  MySQL     ${connection.mysqlUrl}`,
      `  Postgres  ${connection.postgresUrl}`,
    ].join('\n'),
  )
  await untilInterrupted(interruption)
}
