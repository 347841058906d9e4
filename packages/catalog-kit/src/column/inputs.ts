import type { ValueOf } from './column-options.ts'
import type { Kind } from './kind.ts'
import type { Lookup } from './lookup.ts'
import type { Column, Table } from '../table/table.ts'

/** What a computed column is made of: MySQL name -> the kind that reads it, or any name -> a value of another table. */
export type Inputs = Readonly<Record<string, Kind | Lookup>>

/** The values of inputs, as a row transform sees them; any of them may be NULL. */
export type InputValues<In extends Inputs> = {
  readonly [Name in keyof In]:
    | (In[Name] extends Kind ? ValueOf<In[Name]> : In[Name] extends Lookup<infer Value> ? Value : never)
    | null
}

/** One input of a computed column: a MySQL column, and the lookup that starts at it. */
export interface Input {
  readonly name: string
  /** MySQL name. */
  readonly source: string
  /** The kind that reads it. */
  readonly kind: Kind
  /** null for an input that is the MySQL column itself. */
  readonly lookup: Lookup | null
}

/** True for what `lookup` makes. */
export function isLookup(value: unknown): value is Lookup {
  return typeof value === 'object' && value !== null && 'hops' in value && 'missing' in value
}

/**
 * The inputs of a computed column, in their order; null for a column that is read from a MySQL column of its own.
 * A column that is only a lookup has one input, under its own name.
 */
export function inputsOf(name: string, column: Column): readonly Input[] | null {
  if (isLookup(column.from)) return [lookedUp(name, column.from)]
  if (column.inputs === undefined) return null
  return Object.entries(column.inputs).map(([input, value]) =>
    isLookup(value) ? lookedUp(input, value) : { name: input, source: input, kind: value, lookup: null },
  )
}

function lookedUp(name: string, lookup: Lookup): Input {
  return { name, source: lookup.start.column, kind: lookup.start.reads, lookup }
}

export function lookupsOfColumn(name: string, column: Column): readonly Lookup[] {
  return (inputsOf(name, column) ?? []).flatMap(({ lookup }) => lookup ?? [])
}

/** Every lookup that a table's columns make. */
export function lookupsOf(table: Table): readonly Lookup[] {
  return Object.entries(table.columns).flatMap(([name, column]) => lookupsOfColumn(name, column))
}

/** True for a column without a MySQL column of its own. */
export function isComputed(column: Column): boolean {
  return column.inputs !== undefined || isLookup(column.from)
}
