import { inputsOf } from './inputs.ts'
import type { Lookup } from './lookup.ts'
import type { Column } from '../table/table.ts'

function lookupOrigin({ start, hops }: Lookup): string {
  const key = start.using === null ? start.column : `${start.using.name} of ${start.column}`
  return hops.reduce((by, { table, take }) => `${table.target}.${take} by ${by.includes(' ') ? `(${by})` : by}`, key)
}

/**
 * Where the value of a computed column comes from, in words for comments and docs: `from analytics.companies.plan by
 * company_id`. '' for a column that is read from a MySQL column of its own.
 */
export function originOf(name: string, column: Column): string {
  const inputs = inputsOf(name, column)
  if (inputs === null) return ''
  const words = inputs.map(({ name: input, lookup }) => (lookup === null ? input : lookupOrigin(lookup)))
  return `from ${words.join(', ')}${column.using === undefined ? '' : ` through ${column.using.name}`}`
}
