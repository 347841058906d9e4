import { randomBytes } from 'node:crypto'
import { runName } from '@hourglass/contracts/names'
import type { RunInput } from '@hourglass/contracts/steps'
import { connect } from '@hourglass/cloud/connection'
import { startRun } from '@hourglass/cloud/runs'
import { EXIT } from '../errors.ts'
import { exitCodeOfRun } from '../exit-code.ts'
import type { Output } from '../output.ts'
import { describeRun, watchRun } from '../watch-run.ts'
import { targetNames } from '../table-names.ts'

export interface RunOptions {
  readonly env?: string
  readonly table?: readonly string[]
  readonly full?: boolean
  readonly allowMassDelete?: readonly string[]
  readonly wait: boolean
}

/** `hourglass run`: starts a run now and follows it. */
export async function runCommand(options: RunOptions, output: Output): Promise<number> {
  const cloud = await connect(options.env)
  const now = new Date()
  const run = runName(now, randomBytes(3).toString('hex'))
  const input: RunInput = {
    scheduledAt: now.toISOString(),
    ...(options.table ? { tables: targetNames(options.table) } : {}),
    ...(options.full === true ? { mode: 'full' as const } : {}),
    ...(options.allowMassDelete ? { allowMassDelete: targetNames(options.allowMassDelete) } : {}),
  }
  await startRun(cloud, run, input)
  if (!options.wait) {
    output.result({ run }, () => `started ${run}; follow it with: pnpm hourglass watch ${run}`)
    return EXIT.ok
  }
  const progress = await watchRun(cloud, run, output)
  output.result(progress, () => describeRun(progress, output.width))
  return exitCodeOfRun(progress)
}
