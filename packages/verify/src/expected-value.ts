import { createHmac } from 'node:crypto'
import { type Column, sourceKind } from '@hourglass/catalog-kit/table'
import { canonicalMysql, canonicalPostgres, type MysqlValue, mysqlText } from './canonical.ts'
import { COMPARED, decoded } from './mysql-values.ts'

/** What Postgres must hold for a MySQL value of one column, as canonical text. */
export type ExpectedValue = (value: MysqlValue) => string | null

/**
 * The rule for one column. A plain column holds the value itself; a mask is computed again here, from its documentation;
 * any other transform is applied as it is, since its own tests compare it with the same rule in SQL.
 */
export function expectedValue(column: Column, postgresType: string, maskKey: Buffer): ExpectedValue {
  const { using } = column
  if (!using) return (value) => canonicalMysql(value, postgresType)
  if (using.masks) {
    const mask = MASKS[using.name]
    if (!mask) throw new Error(`no independent rule for mask "${using.name}"; write one into verify/expected-value.ts`)
    return (value) => (value === null ? null : mask(maskKey, mysqlText(value)))
  }
  const kind = sourceKind(column)
  return (value) => {
    const given = decoded(kind, value)
    const applied = given === null ? null : using.apply(given, { maskKey })
    return applied === null ? null : canonicalPostgres(column.kind.encode(applied, COMPARED), postgresType)
  }
}

const hmac = (key: Buffer, purpose: string, text: string) =>
  createHmac('sha256', key).update(`${purpose}\0${text}`).digest('hex')

const MASKS: Readonly<Record<string, (key: Buffer, text: string) => string>> = {
  keyedHash: (key, text) => hmac(key, 'keyedHash', text),
  maskEmail: (key, text) => `${hmac(key, 'maskEmail', text.trim().toLowerCase()).slice(0, 16)}@masked.invalid`,
  maskName: (key, text) => `Person ${hmac(key, 'maskName', text).slice(0, 12)}`,
}
