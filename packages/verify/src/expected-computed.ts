import { type Input, inputsOf } from '@hourglass/catalog-kit/inputs'
import type { Lookup } from '@hourglass/catalog-kit/lookup'
import { type Column, sourceKind } from '@hourglass/catalog-kit/table'
import type { TransformContext } from '@hourglass/catalog-kit/transform'
import { canonicalMysql, canonicalPostgres, type MysqlValue } from './canonical.ts'
import { COMPARED, decoded } from './mysql-values.ts'
import { columnOf, type TakenValues } from './references.ts'

/** What Postgres must hold for the MySQL values of a column's inputs, as canonical text. */
export type ExpectedComputed = (values: readonly MysqlValue[]) => string | null

/** Where a lookup ends: at a value of MySQL, at one that the policy for missing keys gives, or at NULL. */
type Found = { readonly raw: readonly MysqlValue[] } | { readonly value: unknown } | null

/**
 * The rule for a computed column: inputs from MySQL, looked-up values from the looked-up tables in MySQL, and the
 * transform as it is. Nothing of a run's own objects is used.
 */
export function expectedComputed(
  name: string,
  column: Column,
  postgresType: string,
  taken: TakenValues,
  context: TransformContext,
): ExpectedComputed {
  const inputs = inputsOf(name, column) ?? []
  const { kind, using } = column
  const encoded = (value: unknown) =>
    value === null || value === undefined ? null : canonicalPostgres(kind.encode(value, COMPARED), postgresType)
  if (using !== undefined) {
    return (values) => {
      const given = inputs.map(
        (input, i) => [input.name, inputValue(input, values[i] ?? null, taken, context)] as const,
      )
      return encoded(using.apply(Object.fromEntries(given), context))
    }
  }
  const lookup = inputs[0]?.lookup ?? null
  const last = lookup?.hops.at(-1)
  if (lookup === null || last === undefined) throw new Error(`column "${name}" is computed of nothing`)
  const source = columnOf(last.table, last.take)
  return ([first = null]) => {
    const found = follow(lookup, first, taken, context)
    if (found === null) return null
    if ('value' in found) return encoded(found.value)
    // The value itself where nothing changes it: a mistake of its kind cannot hide then.
    if (source.using === undefined) return canonicalMysql(found.raw[0] ?? null, postgresType)
    return encoded(columnValue(last.take, source, found.raw, taken, context))
  }
}

function inputValue(
  { kind, lookup }: Input,
  value: MysqlValue,
  taken: TakenValues,
  context: TransformContext,
): unknown {
  if (lookup === null) return decoded(kind, value)
  const found = follow(lookup, value, taken, context)
  if (found === null) return null
  if ('value' in found) return found.value
  const last = lookup.hops.at(-1)
  return last === undefined ? null : columnValue(last.take, columnOf(last.table, last.take), found.raw, taken, context)
}

/** A column's value as transforms and lookups see it. */
function columnValue(
  name: string,
  column: Column,
  values: readonly MysqlValue[],
  taken: TakenValues,
  context: TransformContext,
): unknown {
  const inputs = inputsOf(name, column)
  if (inputs !== null) {
    const given = inputs.map((input, i) => [input.name, inputValue(input, values[i] ?? null, taken, context)] as const)
    return column.using?.apply(Object.fromEntries(given), context) ?? null
  }
  const value = decoded(sourceKind(column), values[0] ?? null)
  return value === null || column.using === undefined ? value : column.using.apply(value, context)
}

function follow(
  { start, hops, missing }: Lookup,
  value: MysqlValue,
  taken: TakenValues,
  context: TransformContext,
): Found {
  const first = decoded(start.reads, value)
  let key = first === null || start.using === null ? first : start.using.apply(first, context)
  let raw: readonly MysqlValue[] = []
  for (const hop of hops) {
    if (key === null || key === undefined) return null
    const found = taken(hop, key)
    // A row that is kept aside is not in Postgres; the comparison of keys says so.
    if (found === undefined) return typeof missing === 'object' ? missing : null
    raw = found
    key = columnValue(hop.take, columnOf(hop.table, hop.take), found, taken, context)
  }
  return key === null || key === undefined ? null : { raw }
}
