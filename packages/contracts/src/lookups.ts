import type { LookupRows } from '@hourglass/catalog-kit/lookup-rows'
import { z } from 'zod'

/*
 * The rows of a looked-up table, as the first PlanTable of a run that needs them writes them to S3 and every worker of the
 * run reads them.
 */

/** Largest looked-up table: it is held in the memory of every worker that uses it. */
export const MOST_LOOKUP_ROWS = 200_000
/** The same in bytes of JSON; in memory it is ten times as much while it is read or written. */
export const MOST_LOOKUP_BYTES = 16 * 1024 * 1024

/** A value in JSON: text, number, truth or NULL as it is, a set as a list, bytes as hex. */
const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  z.strictObject({ hex: z.string() }),
])

const lookupObject = z.strictObject({
  columns: z.array(z.string()),
  /** Rows that could not be read; they would be quarantined themselves, so their keys are missing. */
  leftOut: z.number().int().nonnegative(),
  /** In the order of their keys, so that equal rows have equal text. */
  rows: z.array(z.tuple([z.string(), z.array(value)])),
})

/** A looked-up table as it was read. */
export interface LookupSnapshot extends LookupRows {
  /** Rows that could not be read. */
  readonly leftOut: number
}

const hexed = (one: unknown) => (Buffer.isBuffer(one) ? { hex: one.toString('hex') } : one)
const unhexed = (one: z.infer<typeof value>) =>
  one !== null && typeof one === 'object' && 'hex' in one ? Buffer.from(one.hex, 'hex') : one

/** One row as it is written in the object; its length counts against the limit. */
export function lookupLine(key: string, values: readonly unknown[]): string {
  return JSON.stringify([key, values.map(hexed)])
}

/** The object's text. */
export function lookupText({ columns, leftOut, rows }: LookupSnapshot): string {
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = sorted.map(([key, values]) => lookupLine(key, values))
  return `{"columns":${JSON.stringify(columns)},"leftOut":${leftOut},"rows":[\n${lines.join(',\n')}\n]}\n`
}

/** @throws ZodError when the text is not what `lookupText` writes */
export function parseLookup(text: string): LookupSnapshot {
  const { columns, leftOut, rows } = lookupObject.parse(JSON.parse(text))
  return { columns, leftOut, rows: new Map(rows.map(([key, values]) => [key, values.map(unhexed)])) }
}
