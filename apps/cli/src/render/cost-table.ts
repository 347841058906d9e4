import pc from 'picocolors'
import { type PricedLine, totalOf } from '@hourglass/cloud/cost/cost-line'
import type { CostReport } from '@hourglass/cloud/cost/cost-report'
import type { Price } from '@hourglass/cloud/cost/prices'
import { formatCount, formatSeconds } from './format.ts'
import { fittingTable } from './table.ts'

const COLUMNS = ['item', 'quantity', 'unit', 'price', 'a run', 'a month'] as const
const LEFT = ['item', 'unit', 'price'] as const
const DROPPABLE = ['price', 'unit'] as const

/** What `hourglass cost` prints for people. `width` is that of the terminal. */
export function costTable(report: CostReport, width: number): string {
  const { usage, total, alternative } = report
  const { comparedWith, sizes } = alternative
  const table = (rows: readonly (readonly string[])[]) =>
    fittingTable(COLUMNS, rows, { left: LEFT, droppable: DROPPABLE, width })
  const fixed = totalOf(report.lines.filter(({ basis }) => basis === 'month'))
  const sum = (name: string, perRun: string, perMonth: number) => [name, '', '', '', perRun, money(perMonth)]
  const own = [
    ...report.lines.map(row),
    sum('fixed, with no run at all', '–', fixed.perMonth),
    sum(`${formatCount(report.runsPerMonth)} runs`, money(total.perRun), total.perMonth - fixed.perMonth),
    sum('total', money(total.perRun), total.perMonth),
  ]
  const others = [
    ...alternative.lines.map(row),
    sum('MWAA + EMR', money(alternative.total.perRun), alternative.total.perMonth),
    sum('Hourglass, without databases', money(comparedWith.perRun), comparedWith.perMonth),
  ]
  const unsure = [...report.lines, ...alternative.lines].filter(({ price }) => !price.confirmed)
  return [
    `${pc.bold(report.environment)}, prices of ${report.region} as of ${report.pricesChecked}, ` +
      `${formatCount(report.runsPerMonth)} runs a month`,
    ...(report.region === report.stackRegion
      ? []
      : [pc.yellow(`the stacks are in ${report.stackRegion}: for its prices give --prices prices.json`)]),
    `run ${pc.bold(usage.run)} of ${usage.environment}: ${formatSeconds(usage.seconds)}`,
    '',
    table(own),
    '',
    `The same hour on Airflow and Spark: ${sizes.emrInstances} machines for ${sizes.emrMinutes} minutes a run`,
    table(others),
    '',
    pc.dim(`not counted: ${report.notCounted.join('; ')}`),
    ...(unsure.length > 0
      ? [
          pc.dim(
            `? not seen on a page of that day, look: ${[...new Set(unsure.map(({ price }) => price.source))].join(' ')}`,
          ),
        ]
      : []),
  ].join('\n')
}

function row({ item, quantity, price, perRun, perMonth }: PricedLine): readonly string[] {
  return [
    item,
    formatQuantity(quantity),
    price.unit,
    formatPrice(price),
    perRun === null ? '–' : money(perRun),
    money(perMonth),
  ]
}

function formatPrice({ usd, per, confirmed }: Price): string {
  const each = per === 1 ? '' : ` per ${formatCount(per)}`
  return `$${usd}${each}${confirmed ? '' : ' ?'}`
}

/** Two decimals from a cent up, below that two figures: a run costs fractions of a cent. */
export function money(usd: number): string {
  if (usd === 0) return '$0'
  if (usd >= 0.01) return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
  return `$${usd.toLocaleString('en-US', { maximumSignificantDigits: 2, maximumFractionDigits: 12 })}`
}

function formatQuantity(quantity: number): string {
  if (Number.isInteger(quantity) || quantity >= 1000) return formatCount(Math.round(quantity))
  return quantity.toLocaleString('en-US', { maximumSignificantDigits: 3, maximumFractionDigits: 12 })
}
