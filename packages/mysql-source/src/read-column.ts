import { inputsOf, type Input } from '@hourglass/catalog-kit/inputs'
import type { Cell } from '@hourglass/catalog-kit/kind'
import type { Lookup } from '@hourglass/catalog-kit/lookup'
import { lookupKey, type LookupTables } from '@hourglass/catalog-kit/lookup-rows'
import { type Column, sourceKind } from '@hourglass/catalog-kit/table'
import type { Transform, TransformContext } from '@hourglass/catalog-kit/transform'
import { InvalidInputError } from '@hourglass/contracts/errors'
import type { CellPositions } from './wire.ts'

/** The value of a column in one row, before its kind encodes it; null for NULL. */
export type ReadValue = (bytes: Buffer, cells: CellPositions) => unknown

/** What reading may use besides the row. */
export interface ReadContext extends TransformContext {
  /** Looked-up tables; absent when nothing is looked up. */
  readonly lookups?: LookupTables
}

/** A column as it is compiled for one read: where it stands, its cell, and how it tells what it met. */
export interface ReadColumn {
  readonly name: string
  readonly column: Column
  /** Its place in the row, or one for each input. */
  readonly places: readonly number[]
  readonly cell: Cell
  readonly context: ReadContext
  /** Counts what became of a value (invariant I8). */
  readonly note: (what: string) => void
}

export const NULL_IN_SOURCE = 'NULL in a column that the catalog says is not nullable'

/** Compiles how the value of a column with a transform, or of a computed one, is read. */
export function compileRead(read: ReadColumn): ReadValue {
  const inputs = inputsOf(read.name, read.column)
  if (inputs === null) return readOwn(read)
  return read.column.using === undefined ? readLookup(read, inputs) : readInputs(read, inputs)
}

/** A column of its own: decoded, then changed. */
function readOwn({ column, places, cell, context, note }: ReadColumn): ReadValue {
  const source = sourceKind(column)
  const [place = 0] = places
  const change = applied(column, cell, { ...context, note })
  return (bytes, { starts, ends }) => {
    const start = starts[place] as number // one place per expression of the select list
    if (start < 0) return nullIn(cell, NULL_IN_SOURCE)
    const value = source.decode(bytes.subarray(start, ends[place]), cell)
    if (value === null) return nullIn(cell, 'the value became NULL in a column that is not nullable')
    return change(value)
  }
}

/** A column that is a value of another table. */
function readLookup(read: ReadColumn, inputs: readonly Input[]): ReadValue {
  const [value] = inputs.map((input, i) => readInput(read, input, read.places[i] ?? 0))
  return (bytes, cells) =>
    value?.(bytes, cells) ?? nullIn(read.cell, 'the lookup gave NULL in a column that is not nullable')
}

/** A column that a row transform makes of its inputs. */
function readInputs(read: ReadColumn, inputs: readonly Input[]): ReadValue {
  const { column, cell, context, note } = read
  const readers = inputs.map((input, i) => [input.name, readInput(read, input, read.places[i] ?? 0)] as const)
  const change = applied(column, cell, { ...context, note })
  return (bytes, cells) => {
    const values: Record<string, unknown> = {}
    for (const [name, reader] of readers) values[name] = reader(bytes, cells)
    return change(values)
  }
}

/** Applies the column's transform; a NULL that the column cannot hold refuses the row. */
function applied({ using }: Column, cell: Cell, context: TransformContext): (value: unknown) => unknown {
  if (using === undefined) return (value) => value
  const gaveNull = `the transform ${using.name} gave NULL in a column that is not nullable`
  return (value) => applyTo(using, value, context, cell) ?? nullIn(cell, gaveNull)
}

function applyTo(using: Transform, value: unknown, context: TransformContext, cell: Cell): unknown {
  try {
    return using.apply(value, context)
  } catch (error) {
    // The error's text may quote the value.
    return cell.reject(`the transform ${using.name} failed with ${error instanceof Error ? error.name : 'an error'}`)
  }
}

/** An input may always be NULL, whatever the column holds. */
function readInput({ cell, context, note }: ReadColumn, input: Input, place: number): ReadValue {
  const own: Cell = {
    nullable: true,
    note: (conversion) => note(`${conversion} in ${input.source}`),
    reject: (reason) => cell.reject(reason),
  }
  const { kind, lookup } = input
  const find = lookup === null ? (value: unknown) => value : compileLookup(lookup, context, own, note)
  return (bytes, { starts, ends }) => {
    const start = starts[place] as number // one place per expression of the select list
    if (start < 0) return null
    const value = kind.decode(bytes.subarray(start, ends[place]), own)
    return value === null ? null : find(value)
  }
}

/** Follows a lookup from the value of its first key. */
function compileLookup(
  { start, hops, missing }: Lookup,
  context: ReadContext,
  cell: Cell,
  note: (what: string) => void,
): (value: unknown) => unknown {
  const tables = hops.map(({ table, take }) => {
    const found = context.lookups?.get(table.target)
    const place = found?.columns.indexOf(take) ?? -1
    if (found === undefined || place < 0) {
      throw new InvalidInputError(`the rows of ${table.target}, of which "${take}" is looked up, were not handed over`)
    }
    return { rows: found.rows, place, target: table.target }
  })
  const absent = (target: string) => {
    const what = `no such key in ${target}`
    if (missing === 'quarantine') return cell.reject(`${what}: the value of "${start.column}" leads to none`)
    note(what)
    return missing === 'null' ? null : missing.value
  }
  return (value) => {
    let key = start.using === null ? value : applyTo(start.using, value, context, cell)
    for (const { rows, place, target } of tables) {
      if (key === null || key === undefined) return null
      const row = rows.get(lookupKey(key))
      if (row === undefined) return absent(target)
      key = row[place] ?? null
    }
    return key
  }
}

/** NULL, where the column may hold it. */
export function nullIn(cell: Cell, otherwise: string): null {
  if (!cell.nullable) cell.reject(otherwise)
  return null
}
