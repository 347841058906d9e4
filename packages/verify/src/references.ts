import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import { lookupsOf } from '@hourglass/catalog-kit/inputs'
import type { LookupHop } from '@hourglass/catalog-kit/lookup'
import { type Column, sourceKind, type Table } from '@hourglass/catalog-kit/table'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import type { MysqlValue } from './canonical.ts'
import { decoded, expressionsOf } from './mysql-values.ts'

/** What MySQL has of a taken column in the row of a key, as the driver gives it; undefined when there is no such row. */
export type TakenValues = (hop: LookupHop, key: unknown) => readonly MysqlValue[] | undefined

const keyText = (key: unknown) => (Buffer.isBuffer(key) ? key.toString('hex') : String(key))

/** Reads what a table looks up, directly from MySQL as it is now: apart from the objects that a run made of it. */
export async function readReferences(mysql: Connection, table: Table): Promise<TakenValues> {
  const read = new Map<string, ReadonlyMap<string, readonly MysqlValue[]>>()
  for (const hop of lookupsOf(table).flatMap(({ hops }) => hops)) {
    if (!read.has(nameOf(hop))) read.set(nameOf(hop), await readHop(mysql, hop))
  }
  return (hop, key) => read.get(nameOf(hop))?.get(keyText(key))
}

function nameOf({ table, take }: LookupHop): string {
  return `${table.target}.${take}`
}

async function readHop(mysql: Connection, hop: LookupHop): Promise<ReadonlyMap<string, readonly MysqlValue[]>> {
  const [name = ''] = hop.table.primaryKey
  const key = columnOf(hop.table, name)
  const expressions = [...expressionsOf(name, key), ...expressionsOf(hop.take, columnOf(hop.table, hop.take))]
  const [rows] = await mysql.query<(RowDataPacket & MysqlValue[])[]>({
    sql: `SELECT ${expressions.join(', ')} FROM ${quoteMysql(hop.table.source)}`,
    rowsAsArray: true,
  })
  return new Map(rows.map(([first, ...taken]) => [keyText(decoded(sourceKind(key), first ?? null)), taken]))
}

export function columnOf(table: Table, name: string): Column {
  const column = table.columns[name]
  if (column === undefined) throw new Error(`table "${table.target}" has no column "${name}"`)
  return column
}
