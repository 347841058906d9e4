import { type Alternative, alternativeLines } from './alternative.ts'
import { type PricedLine, pricedLines, totalOf } from './cost-line.ts'
import type { Prices } from './prices.ts'
import { runLines } from './run-lines.ts'
import { stackLines } from './stack-lines.ts'
import type { Stacks } from './stacks.ts'
import type { RunUsage } from './usage.ts'

type Total = ReturnType<typeof totalOf>

/** What `hourglass cost` says; with `--json` this is the document. All amounts in US dollars. */
export interface CostReport {
  readonly environment: string
  /** Whose prices these are. */
  readonly region: string
  /** Where the stacks are; another one when the table of prices does not know it. */
  readonly stackRegion: string
  readonly pricesChecked: string
  readonly runsPerMonth: number
  readonly usage: RunUsage
  readonly lines: readonly PricedLine[]
  readonly total: Total
  readonly alternative: {
    readonly sizes: Alternative
    readonly lines: readonly PricedLine[]
    readonly total: Total
    /** Hourglass without the databases, which stay the same on both sides. */
    readonly comparedWith: Total
  }
  /** What is not in the figures. */
  readonly notCounted: readonly string[]
}

export interface CostProps {
  readonly environment: string
  readonly stacks: Stacks
  readonly usage: RunUsage
  readonly prices: Prices
  readonly runsPerMonth: number
  readonly alternative: Alternative
}

const NOT_COUNTED = [
  'free tiers, discounts and taxes',
  'traffic between zones and through the endpoints',
  'calls of KMS and Secrets Manager',
  'flow logs, database logs and enhanced monitoring',
  'database backups beyond the size of the storage, and CPU credits',
] as const

/** @throws OperatorError naming every price that is missing, of either side */
export function costReport({ environment, stacks, usage, prices, runsPerMonth, alternative }: CostProps): CostReport {
  const own = [...stackLines(stacks), ...runLines(usage, stacks)]
  const all = pricedLines([...own, ...alternativeLines(alternative)], prices, runsPerMonth)
  const lines = all.slice(0, own.length)
  const others = all.slice(own.length)
  return {
    environment,
    region: prices.region,
    stackRegion: stacks.region,
    pricesChecked: prices.checked,
    runsPerMonth,
    usage,
    lines,
    total: totalOf(lines),
    alternative: {
      sizes: alternative,
      lines: others,
      total: totalOf(others),
      comparedWith: totalOf(lines.filter(({ group }) => group !== 'databases')),
    },
    notCounted: NOT_COUNTED,
  }
}
