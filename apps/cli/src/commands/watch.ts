import { connect } from '@hourglass/cloud/connection'
import { latestRuns } from '@hourglass/cloud/runs'
import { exitCodeOfRun } from '../exit-code.ts'
import { OperatorError } from '@hourglass/cloud/errors'
import type { Output } from '../output.ts'
import { describeRun, watchRun } from '../watch-run.ts'

export interface WatchOptions {
  readonly env?: string
}

/** `hourglass watch [run]`: follows a run, by default the latest, until it ends. */
export async function watchCommand(run: string | undefined, options: WatchOptions, output: Output): Promise<number> {
  const cloud = await connect(options.env)
  const name = run ?? (await latestRuns(cloud, 1))[0]
  if (name === undefined) throw new OperatorError('there is no run yet; start one with: pnpm hourglass run')
  const progress = await watchRun(cloud, name, output)
  output.result(progress, () => describeRun(progress, output.width))
  return exitCodeOfRun(progress)
}
