import path from 'node:path'
import pc from 'picocolors'
import type { SourceProduct } from '@hourglass/databases/server'
import type { EXIT } from '../errors.ts'
import type { Interruption } from '../interruption.ts'
import { type DatabaseOptions, type LocalDatabases, startDatabases } from '@hourglass/local/databases'
import { stateFolder } from '@hourglass/cloud/folders'
import { CANDIDATE_EXPERIENCE } from '@hourglass/candidate-experience/folder'
import { OperatorError } from '@hourglass/cloud/errors'
import { settings } from '@hourglass/cloud/settings'
import { startLiveWork } from '../demo/live-work.ts'
import { fillWithSample } from '../demo/sample-data.ts'
import { type Local, startLocal } from '@hourglass/local/start-local'
import { lockFolder } from '@hourglass/local/state-lock'
import type { Output } from '../output.ts'
import { keepPolicyUse } from '../policy-use.ts'
import { formatCount } from '../render/format.ts'
import { catalogFolder } from '../catalog-folder.ts'

export interface LocalCommandOptions {
  readonly schedule: boolean
  /** The server to start as the source. */
  readonly source?: SourceProduct | undefined
  /** Whether the demo's application works at the source all the time. */
  readonly live?: true | undefined
}

/** `hourglass local`: the whole cloud on this machine until Ctrl-C. Other commands find it. */
export async function localCommand(
  options: LocalCommandOptions,
  output: Output,
  interruption: Interruption,
): Promise<(typeof EXIT)['ok']> {
  const unlock = await lockFolder(stateFolder(), 'local')
  try {
    const { source } = options
    const { name, catalog } = options.live === true ? liveData() : { name: 'local', catalog: catalogFolder() }
    const folder = path.join(stateFolder(), name)
    const onProgress = (line: string) => output.note(line)
    const databases = { folder, name: `hourglass_demo_${name}`, temporary: false, source, onProgress }
    const local = await startLocal({
      folder,
      catalog,
      openDatabases: () => openDatabases(databases, catalog, output),
      scheduleEnabled: options.schedule,
      keepExecutions: true,
      onProgress,
      onAlert: (text) => output.note(text),
      signal: interruption.signal,
    })
    const liveWork = options.live === true ? startLiveWork(local.connection.mysqlUrl, output) : null
    try {
      const { endpoint, region } = local.connection
      output.result({ endpoint, region, pid: process.pid }, () => welcome(local, options))
      return await untilInterrupted(interruption)
    } finally {
      await liveWork?.stop()
      output.note('stopping; the data stays')
      const stats = local.aws.stats()
      await local.stop()
      output.note(await keepPolicyUse(stats, folder))
    }
  } finally {
    await unlock()
  }
}

/**
 * Live work writes rows of the demo's tables, so it has a MySQL, a state folder and the catalog of its own.
 *
 * @throws OperatorError when another catalog or a MySQL that is not ours is named
 */
function liveData(): { readonly name: string; readonly catalog: string } {
  const { catalog, mysqlUrl } = settings()
  if (catalog !== undefined && path.resolve(catalog) !== CANDIDATE_EXPERIENCE) {
    throw new OperatorError(
      `--live works on the tables of examples/candidate-experience, and HOURGLASS_CATALOG names ${catalog}; ` +
        'unset HOURGLASS_CATALOG, or leave out --live',
    )
  }
  if (mysqlUrl !== undefined) {
    throw new OperatorError(
      '--live writes rows into the MySQL that it starts, never into one of yours; unset HOURGLASS_MYSQL_URL, or leave out --live',
    )
  }
  return { name: 'live', catalog: CANDIDATE_EXPERIENCE }
}

/** Tables that a MySQL of ours does not have are made and filled, so that a first run has something to move. */
async function openDatabases(options: DatabaseOptions, catalog: string, output: Output): Promise<LocalDatabases> {
  const databases = await startDatabases(options)
  try {
    const { tables, rows } = await fillWithSample(databases.source, options.folder, catalog)
    if (tables > 0) {
      output.note(
        `${formatCount(tables)} tables of this catalog were not in MySQL: made, with ${formatCount(rows)} rows`,
      )
    }
    return databases
  } catch (thrown) {
    await databases.stop()
    throw thrown
  }
}

function welcome({ connection }: Local, { schedule, live }: LocalCommandOptions): string {
  return [
    `${pc.green('✓')} the cloud is running on this machine${schedule ? ', one run at the top of each hour' : ''}`,
    ...(live === true ? ['  surveys are sent and answered all the time: every hour has work'] : []),
    '',
    `  AWS endpoint  ${connection.endpoint}`,
    `  MySQL         ${connection.mysqlUrl}`,
    `  Postgres      ${connection.postgresUrl}`,
    '',
    `  in another terminal  ${['plan', 'run', 'status'].map((verb) => pc.cyan(`pnpm hourglass ${verb}`)).join('\n                       ')}`,
    pc.dim(`  Ctrl-C stops everything; the data stays in ${path.relative('', stateFolder()) || '.'}`),
  ].join('\n')
}

/** Waits for Ctrl-C, and for nothing else. */
export async function untilInterrupted(interruption: Interruption): Promise<never> {
  // A pending promise alone does not keep Node alive.
  const alive = setInterval(() => undefined, 2 ** 30)
  try {
    return await interruption.race(new Promise<never>(() => undefined))
  } finally {
    clearInterval(alive)
  }
}
