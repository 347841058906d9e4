import { connect } from '@hourglass/cloud/connection'
import { runProgress } from '@hourglass/cloud/progress'
import { getRun, latestRuns } from '@hourglass/cloud/runs'
import { EXIT } from '../errors.ts'
import { exitCodeByNow } from '../exit-code.ts'
import type { Output } from '../output.ts'
import { describeRun } from '../watch-run.ts'

export interface StatusOptions {
  readonly env?: string
  readonly run?: string
}

/**
 * `hourglass status`: the latest run (or one by name) as it is now. Exit code 1 when it, or a
 * table of it, has failed, 3 when something of it is not complete.
 */
export async function statusCommand(options: StatusOptions, output: Output): Promise<number> {
  const cloud = await connect(options.env)
  const name = options.run ?? (await latestRuns(cloud, 1))[0]
  if (name === undefined) {
    output.result({ run: null }, () => 'no run yet; start one with: pnpm hourglass run')
    return EXIT.ok
  }
  const progress = await runProgress(cloud, await getRun(cloud, name))
  output.result(progress, () => describeRun(progress, output.width))
  return exitCodeByNow(progress)
}
