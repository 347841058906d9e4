import { quotePostgres } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'

/**
 * Types whose `=` is true only for values that print alike. Elsewhere equal is not the same: -0 and 0 as double,
 * 1.0 and 1 in jsonb, a month and 30 days as interval.
 */
const EXACT_EQUALITY =
  /^(smallint|integer|bigint|boolean|text|bytea|uuid|date|text\[\]|bit\(\d+\)|(character varying|varchar)(\(\d+\))?|numeric\(\d+, ?\d+\)|timestamp(tz)?(\(\d\))?( with(out)? time zone)?)$/

/**
 * SQL that is true when the rows of two aliases differ in any column. `is distinct from` where that is exact
 * and fast, comparison of the stored bytes (`*<>`) elsewhere, json without an `=` included.
 */
export function differs(table: TargetTable, left: string, right: string): string {
  const names = Object.entries(table.columns)
  const exact = names.filter(([, { kind }]) => EXACT_EQUALITY.test(kind.postgresType)).map(([name]) => name)
  const bytes = names.filter(([, { kind }]) => !EXACT_EQUALITY.test(kind.postgresType)).map(([name]) => name)
  const row = (prefix: string, columns: readonly string[]) =>
    `row(${columns.map((name) => `${prefix}.${quotePostgres(name)}`).join(', ')})`
  const tests = [
    ...(exact.length === 0 ? [] : [`${row(left, exact)} is distinct from ${row(right, exact)}`]),
    ...(bytes.length === 0 ? [] : [`${row(left, bytes)}::record *<> ${row(right, bytes)}::record`]),
  ]
  return `(${tests.join(' or ')})`
}
