import path from 'node:path'
import pc from 'picocolors'
import type { SourceProduct } from '@hourglass/databases/server'
import type { EXIT } from '../errors.ts'
import type { Interruption } from '../interruption.ts'
import { type DatabaseOptions, type LocalDatabases, startDatabases } from '@hourglass/local/databases'
import { stateFolder } from '@hourglass/cloud/folders'
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
}

/** `hourglass local`: the whole cloud on this machine until Ctrl-C. Other commands find it. */
export async function localCommand(
  options: LocalCommandOptions,
  output: Output,
  interruption: Interruption,
): Promise<(typeof EXIT)['ok']> {
  const unlock = await lockFolder(stateFolder(), 'local')
  try {
    const folder = path.join(stateFolder(), 'local')
    const onProgress = (line: string) => output.note(line)
    const { source } = options
    const databases = { folder, name: 'hourglass_demo_local', temporary: false, source, onProgress }
    const local = await startLocal({
      folder,
      openDatabases: () => openDatabases(databases, output),
      scheduleEnabled: options.schedule,
      keepExecutions: true,
      onProgress,
      onAlert: (text) => output.note(text),
      signal: interruption.signal,
    })
    try {
      const { endpoint, region } = local.connection
      output.result({ endpoint, region, pid: process.pid }, () => welcome(local, options.schedule))
      return await untilInterrupted(interruption)
    } finally {
      output.note('stopping; the data stays')
      const stats = local.aws.stats()
      await local.stop()
      output.note(await keepPolicyUse(stats, folder))
    }
  } finally {
    await unlock()
  }
}

/** A new MySQL of ours is filled, so that a first run has something to move. */
async function openDatabases(options: DatabaseOptions, output: Output): Promise<LocalDatabases> {
  const databases = await startDatabases(options)
  try {
    const rows = await fillWithSample(databases.source, options.folder, catalogFolder())
    if (rows > 0) output.note(`MySQL was new: filled with ${formatCount(rows)} rows for the tables of this catalog`)
    return databases
  } catch (thrown) {
    await databases.stop()
    throw thrown
  }
}

function welcome({ connection }: Local, schedule: boolean): string {
  return [
    `${pc.green('✓')} the cloud is running on this machine${schedule ? ', one run at the top of each hour' : ''}`,
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
