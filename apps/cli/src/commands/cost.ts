import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chooseEnvironment, connect } from '@hourglass/cloud/connection'
import type { Alternative } from '@hourglass/cloud/cost/alternative'
import { costReport } from '@hourglass/cloud/cost/cost-report'
import { measureRun } from '@hourglass/cloud/cost/measure-run'
import { defaultRegion, pricesOf, readPriceFile } from '@hourglass/cloud/cost/prices'
import { scheduledRunsPerMonth } from '@hourglass/cloud/cost/schedule-runs'
import { readStacks, type Stacks } from '@hourglass/cloud/cost/stacks'
import { readUsage } from '@hourglass/cloud/cost/usage'
import { EXIT } from '../errors.ts'
import { stacksIn, synthesize } from '@hourglass/local/synth'
import type { Output } from '../output.ts'
import { costTable } from '../render/cost-table.ts'

export interface CostOptions extends Alternative {
  readonly env?: string
  readonly run?: string
  readonly usage?: string
  readonly stacks?: string
  readonly region?: string
  readonly prices?: string
  readonly runsPerMonth?: number
}

/** `hourglass cost`: what a run and a month cost, from the synthesized stacks and what a run really did. */
export async function costCommand(options: CostOptions, output: Output): Promise<number> {
  const environment = chooseEnvironment(options.env)
  const overrides =
    options.prices === undefined ? undefined : { file: options.prices, content: readPriceFile(options.prices) }
  const recorded = options.usage === undefined ? undefined : readUsage(options.usage)
  const stacks = options.stacks === undefined ? await synthesized(environment) : readStacks(options.stacks)
  const { mwaaClass, metadataGb, emrClass, emrInstances, emrMinutes } = options
  const report = costReport({
    environment,
    stacks,
    usage: recorded ?? (await measureRun(await connect(options.env), stacks, options.run)),
    prices: pricesOf(options.region ?? defaultRegion(stacks.region, overrides), overrides),
    runsPerMonth: options.runsPerMonth ?? scheduledRunsPerMonth(stacks),
    alternative: { mwaaClass, metadataGb, emrClass, emrInstances, emrMinutes },
  })
  output.result(report, () => costTable(report, output.width))
  return EXIT.ok
}

/** The stacks of an environment as `pnpm synth` would write them now. */
async function synthesized(environment: string): Promise<Stacks> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-cost-'))
  try {
    await synthesize(folder, undefined, undefined, environment)
    return readStacks(stacksIn(folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
