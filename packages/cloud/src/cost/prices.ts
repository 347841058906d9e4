import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { OperatorError } from '../errors.ts'
import { PRICE_TABLE } from './price-table.ts'

/** One price: US dollars for `per` units. */
export interface Price {
  readonly id: string
  readonly usd: number
  /** Units that `usd` buys. */
  readonly per: number
  /** One unit, e.g. `GB-month`. */
  readonly unit: string
  /** Page or file that it is from. */
  readonly source: string
  /** False where no page showed the figure on the day of the table: look before you rely on it. */
  readonly confirmed: boolean
}

/** Prices of one region, as the table and the user's file give them. */
export interface Prices {
  readonly region: string
  /** Day on which the table was checked. */
  readonly checked: string
  /** undefined for an id that has no price here. */
  find(id: string): Price | undefined
  /** Regions that have a price of that id in the table. */
  regionsWith(id: string): readonly string[]
}

const priceFile = z.strictObject({
  /** Region -> id -> US dollars, for as many units as the table says; `{usd, per, unit}` for an id it does not have. */
  prices: z.record(
    z.string(),
    z.record(
      z.string(),
      z.union([
        z.number().nonnegative(),
        z.strictObject({ usd: z.number().nonnegative(), per: z.number().positive(), unit: z.string().min(1) }),
      ]),
    ),
  ),
})
export type PriceFile = z.infer<typeof priceFile>

/**
 * Reads a file of prices that win over the table's.
 *
 * @throws OperatorError naming the file and everything that is wrong with it
 */
export function readPriceFile(file: string): PriceFile {
  const parsed = priceFile.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  - ${issue.path.join('.')}: ${issue.message}`)
  throw new OperatorError(`${file} is not a price file:\n${problems.join('\n')}\n${EXAMPLE}`)
}

const EXAMPLE = 'like this: {"prices": {"eu-west-1": {"lambda.arm64.gb-second": 0.0000133334}}}'

/** @throws OperatorError for a file that is not there or no JSON */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    throw new OperatorError(
      `${file} cannot be read as JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      {
        cause: thrown,
      },
    )
  }
}

/**
 * Prices of one region: the user's own, else the table's.
 *
 * @throws OperatorError when the file gives an id that the table does not have without saying what a unit is
 */
export function pricesOf(region: string, overrides?: { readonly file: string; readonly content: PriceFile }): Prices {
  const own = overrides?.content.prices[region] ?? {}
  const entryOf = (id: string) => PRICE_TABLE.prices.find((each) => each.id === id)
  const strangers = Object.entries(own).filter(([id, given]) => typeof given === 'number' && !entryOf(id))
  if (strangers.length > 0) {
    const ids = strangers.map(([id]) => id).join(', ')
    throw new OperatorError(`${overrides?.file}: not in the table, so give each as {"usd", "per", "unit"}: ${ids}`)
  }
  return {
    region,
    checked: PRICE_TABLE.checked,
    regionsWith: (id) => Object.keys(entryOf(id)?.usd ?? {}),
    find: (id) => {
      const entry = entryOf(id)
      const given = Object.hasOwn(own, id) ? own[id] : undefined
      const source = overrides?.file ?? ''
      if (typeof given === 'object') return { id, ...given, source, confirmed: true }
      const usd = given ?? entry?.usd[region]
      if (!entry || usd === undefined) return undefined
      const { per, unit } = entry
      return given === undefined
        ? { id, usd, per, unit, source: entry.source, confirmed: entry.confirmed }
        : { id, usd, per, unit, source, confirmed: true }
    },
  }
}

/** The region whose prices the table has in full. */
const PRICED_REGION = 'us-east-1'

/**
 * The region to price a stack in when nobody asked for one: its own where the table or the user's file has prices of it,
 * else the table's. Prices differ by a tenth or so between regions; the report says which it took.
 */
export function defaultRegion(own: string, overrides?: { readonly content: PriceFile }): string {
  const known = Object.hasOwn(overrides?.content.prices ?? {}, own) || PRICE_TABLE.prices.every(({ usd }) => own in usd)
  return known ? own : PRICED_REGION
}

/** The error for everything that has no price in a region: each id, and both ways out. */
export function missingPrices(ids: readonly string[], prices: Prices): OperatorError {
  const { region } = prices
  const [elsewhere] = ids.map((id) => prices.regionsWith(id)).find((regions) => regions.length > 0) ?? []
  const example = JSON.stringify({ prices: { [region]: { [ids[0] ?? '']: { usd: 0.1, per: 1, unit: 'hour' } } } })
  return new OperatorError(
    `there is no price for ${region} of:\n${ids.map((id) => `  - ${id}`).join('\n')}\n` +
      `give them in a file: --prices prices.json, like ${example}` +
      (elsewhere === undefined ? '' : `\nor price it all as in another region: --region ${elsewhere}`),
  )
}
