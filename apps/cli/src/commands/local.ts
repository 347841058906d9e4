import path from 'node:path'
import pc from 'picocolors'
import { EXIT } from '../errors.ts'
import { stateFolder } from '../local/folders.ts'
import { startDatabases } from '../local/databases.ts'
import { startLocal } from '../local/start-local.ts'
import { untilInterrupted } from '../local/until-interrupted.ts'
import type { Output } from '../output.ts'

export interface LocalCommandOptions {
  readonly schedule: boolean
}

/** `hourglass local`: the whole cloud on this machine until Ctrl-C. Other commands find it. */
export async function localCommand(options: LocalCommandOptions, output: Output): Promise<number> {
  const folder = path.join(stateFolder(), 'local')
  const onProgress = (line: string) => output.note(line)
  const local = await startLocal({
    folder,
    openDatabases: () => startDatabases({ folder, name: 'hourglass_demo_local', temporary: false, onProgress }),
    scheduleEnabled: options.schedule,
    onProgress,
    onMessage: (subject) => output.note(`alert: ${subject}`),
  })
  try {
    const { endpoint, region, mysqlUrl, postgresUrl } = local.connection
    output.result({ endpoint, region, pid: process.pid }, () =>
      [
        `${pc.green('✓')} the cloud is running on this machine${options.schedule ? ', one run at the top of each hour' : ''}`,
        '',
        `  AWS endpoint  ${endpoint}`,
        `  MySQL         ${mysqlUrl}`,
        `  Postgres      ${postgresUrl}`,
        '',
        `  in another terminal: ${pc.cyan('pnpm hourglass plan')}, ${pc.cyan('pnpm hourglass run')}, ${pc.cyan('pnpm hourglass status')}`,
        `  ${pc.dim('Ctrl-C stops everything; data stays in .hourglass/local')}`,
      ].join('\n'),
    )
    await untilInterrupted()
  } finally {
    output.note('stopping')
    await local.stop()
  }
  return EXIT.ok
}
