import { missingPrices, type Price, type Prices } from './prices.ts'

/** A quantity that costs something. */
export interface CostLine {
  readonly item: string
  /** Id of its price. */
  readonly price: string
  readonly quantity: number
  /** Whether the quantity is that of one run or that of a month. */
  readonly basis: 'run' | 'month'
  /** `databases` stay whatever moves the rows; `platform` and `run` are what Hourglass itself adds. */
  readonly group: 'databases' | 'platform' | 'run'
}

/** A line with what it costs, in US dollars. */
export interface PricedLine extends Omit<CostLine, 'price'> {
  readonly price: Price
  /** Of one run; null for what is paid by the month. */
  readonly perRun: number | null
  readonly perMonth: number
}

/** @throws OperatorError naming every price that is missing */
export function pricedLines(lines: readonly CostLine[], prices: Prices, runsPerMonth: number): PricedLine[] {
  const missing = new Set(lines.map(({ price }) => price).filter((id) => !prices.find(id)))
  const priced = lines.flatMap((line) => {
    const price = prices.find(line.price)
    return price ? [pricedLine(line, price, runsPerMonth)] : []
  })
  if (missing.size > 0) throw missingPrices([...missing], prices)
  return priced
}

function pricedLine(line: CostLine, price: Price, runsPerMonth: number): PricedLine {
  const usd = (line.quantity / price.per) * price.usd
  return line.basis === 'run'
    ? { ...line, price, perRun: usd, perMonth: usd * runsPerMonth }
    : { ...line, price, perRun: null, perMonth: usd }
}

/** Of a run, and of a month with so many runs. */
export function totalOf(lines: readonly PricedLine[]): { readonly perRun: number; readonly perMonth: number } {
  return {
    perRun: lines.reduce((sum, line) => sum + (line.perRun ?? 0), 0),
    perMonth: lines.reduce((sum, line) => sum + line.perMonth, 0),
  }
}
