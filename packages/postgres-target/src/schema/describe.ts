import { quotePostgres } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { sql } from '../generated/sql.ts'
import type { Transaction } from '../connection/transaction.ts'

/** A Postgres type with its precision, as the catalog tables number it. */
export interface TypeId {
  readonly type: number
  readonly modifier: number
}

/** A column of a table that exists. */
export interface LiveColumn extends TypeId {
  readonly name: string
  /** The type in words. */
  readonly shown: string
  readonly not_null: boolean
  readonly has_default: boolean
  /** An INSERT must not set its value. */
  readonly computed: boolean
  /** It compares and sorts by another collation than the database's. */
  readonly own_collation: boolean
}

export async function describeColumns(tx: Transaction, quotedTable: string): Promise<readonly LiveColumn[]> {
  return tx.rows<LiveColumn>(sql.describeColumns, [quotedTable])
}

/** Column sets of the unique indexes that ON CONFLICT can use. */
export async function describeKeys(tx: Transaction, quotedTable: string): Promise<readonly (readonly string[])[]> {
  const keys = await tx.rows<{ columns: string[] }>(sql.describeKeys, [quotedTable])
  return keys.map(({ columns }) => columns)
}

/** Kind of relation as `pg_class.relkind` has it; null when there is none. */
export async function findRelation(tx: Transaction, schema: string, name: string): Promise<string | null> {
  const [found] = await tx.rows<{ kind: string }>(sql.findRelation, [schema, name])
  return found?.kind ?? null
}

/**
 * The catalog's types as Postgres itself reads them, so that `numeric(10,2)` and `decimal(10, 2)` are one type:
 * the answer to a query of typed nulls carries their numbers.
 */
export async function catalogTypes(tx: Transaction, table: TargetTable): Promise<ReadonlyMap<string, TypeId>> {
  const nulls = Object.entries(table.columns).map(
    ([name, column]) => `null::${column.kind.postgresType} as ${quotePostgres(name)}`,
  )
  const fields = await tx.fields(`select ${nulls.join(', ')} limit 0`)
  return new Map(
    fields.map(({ name, dataTypeID, dataTypeModifier }) => [name, { type: dataTypeID, modifier: dataTypeModifier }]),
  )
}
