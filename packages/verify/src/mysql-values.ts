import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import { inputsOf } from '@hourglass/catalog-kit/inputs'
import type { Cell, Kind } from '@hourglass/catalog-kit/kind'
import { type Column, sourceKind, sourceName } from '@hourglass/catalog-kit/table'
import { type MysqlValue, mysqlText } from './canonical.ts'

/** What the driver would parse, and not exactly (DOUBLE; JSON, differently in each Node version), comes as text. */
const PARSED_BY_DRIVER = new Set(['double precision', 'json', 'jsonb'])

/** A value as MySQL writes it. FLOAT as text loses digits, its product is an exact DOUBLE (edge case 52). */
function exactText(reference: string, postgresType: string): string {
  if (postgresType === 'real') return `CAST(${reference} * 1 AS CHAR)`
  return PARSED_BY_DRIVER.has(postgresType) ? `CAST(${reference} AS CHAR)` : reference
}

/** What is selected of MySQL to compute a column again: its own column, or one for each input. */
export function expressionsOf(name: string, column: Column): readonly string[] {
  const inputs = inputsOf(name, column)
  if (inputs !== null) return inputs.map(({ source, kind }) => exactText(quoteMysql(source), kind.postgresType))
  return [exactText(quoteMysql(sourceName(name, column)), sourceKind(column).postgresType)]
}

/** A cell of a comparison: what a kind says of a value matters here only when it refuses it. */
export const COMPARED: Cell = {
  nullable: true,
  note: () => undefined,
  reject: (reason) => {
    throw new Error(`a compared value was rejected: ${reason}`)
  },
}

/** A driver's value as transforms see it; null for NULL. */
export function decoded(kind: Kind, value: MysqlValue): unknown {
  if (value === null) return null
  return kind.decode(Buffer.isBuffer(value) ? value : Buffer.from(mysqlText(value)), COMPARED)
}
