import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import type { Table } from '@hourglass/catalog-kit/table'
import { InvalidInputError } from '@hourglass/contracts/errors'
import type { Session } from './session.ts'
import { sqlColumn } from './sql.ts'

/** Keys of one statement: the range optimizer of both servers takes as many without giving up. */
const KEYS_PER_STATEMENT = 500

/**
 * Of these keys (exact texts in primary-key order), the ones that exist, exactly: a key that now differs in case only is
 * another key in Postgres (edge case 91).
 *
 * @throws InvalidInputError for a key with another number of columns than the primary key
 */
export async function existingKeys(
  { query }: Session,
  table: Table,
  keys: readonly (readonly string[])[],
): Promise<readonly (readonly string[])[]> {
  const columns = table.primaryKey.map((name) => sqlColumn(table, name))
  if (keys.some((key) => key.length !== columns.length)) {
    throw new InvalidInputError(`table "${table.target}": a key does not have ${columns.length} columns`)
  }
  const texts = columns.map(({ kind, ref }) => kind.mysqlKeyText(ref)).join(', ')
  const one = columns.map(({ kind, ref }) => `${ref} = ${kind.mysqlKeyBind}`).join(' AND ')
  const found: (readonly string[])[] = []
  for (let at = 0; at < keys.length; at += KEYS_PER_STATEMENT) {
    const batch = keys.slice(at, at + KEYS_PER_STATEMENT)
    const condition = batch.map(() => `(${one})`).join(' OR ')
    const rows = await query(`SELECT ${texts} FROM ${quoteMysql(table.source)} WHERE ${condition}`, batch.flat())
    const existing = new Set(rows.map((row) => JSON.stringify(row)))
    found.push(...batch.filter((key) => existing.has(JSON.stringify(key))))
  }
  return found
}
