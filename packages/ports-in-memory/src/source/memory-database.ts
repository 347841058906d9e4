import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import { sourceKind, sourceName, type Table } from '@hourglass/catalog-kit/table'

/** One row: MySQL column -> the text that MySQL would send; null for NULL. */
export type MemoryRow = Readonly<Record<string, string | null>>

interface Stored {
  columns: readonly SourceColumn[]
  readonly keyColumns: readonly string[]
  readonly rows: Map<string, MemoryRow>
}

/** Types that a kind may accept, the first one that fits is the column's. */
const TYPES: readonly Pick<SourceColumn, 'dataType' | 'columnType' | 'size' | 'scale'>[] = [
  { dataType: 'int', columnType: 'int(10) unsigned', size: 10, scale: 0 },
  { dataType: 'int', columnType: 'int(11)', size: 10, scale: 0 },
  { dataType: 'bigint', columnType: 'bigint(20)', size: 19, scale: 0 },
  { dataType: 'varchar', columnType: 'varchar(50)', size: 50, scale: null },
  { dataType: 'timestamp', columnType: 'timestamp(6)', size: null, scale: 6 },
  { dataType: 'datetime', columnType: 'datetime(6)', size: null, scale: 6 },
]

/** The tables of a source, as the application that owns them sees them. A test writes here; a memory source reads. */
export class MemoryDatabase {
  readonly #tables = new Map<string, Stored>()

  /** Makes an empty table with a MySQL column for each column of the catalog's. */
  create(table: Table): void {
    const columns = Object.entries(table.columns).map(([name, column]): SourceColumn => {
      const base = { name: sourceName(name, column), nullable: column.nullable }
      const type = TYPES.find((candidate) => sourceKind(column).accepts({ ...base, ...candidate }))
      if (!type) throw new Error(`the memory database has no type for kind "${column.kind.name}"; add it to TYPES`)
      return { ...base, ...type }
    })
    const keyColumns = table.primaryKey.map((name) => columnName(table, name))
    this.#tables.set(table.source, { columns, keyColumns, rows: new Map() })
  }

  drop(table: Table): void {
    this.#tables.delete(table.source)
  }

  /** What a migration of the application does to columns; rows stay. */
  alter(table: Table, change: (columns: readonly SourceColumn[]) => readonly SourceColumn[]): void {
    const stored = this.#existing(table)
    stored.columns = change(stored.columns)
  }

  /** Inserts rows, or replaces those that have the same key. */
  write(table: Table, rows: readonly MemoryRow[]): void {
    const { keyColumns, rows: stored } = this.#existing(table)
    for (const row of rows) stored.set(keyOf(keyColumns, row), row)
  }

  /** Deletes the rows with these keys, each as texts in primary-key order. */
  remove(table: Table, keys: readonly (readonly string[])[]): void {
    const { rows } = this.#existing(table)
    for (const key of keys) rows.delete(JSON.stringify(key))
  }

  /** null when there is no such table. */
  columnsOf(table: Table): readonly SourceColumn[] | null {
    return this.#tables.get(table.source)?.columns ?? null
  }

  /** A copy: what is written later does not appear in it. Null when there is no such table. */
  snapshot(table: Table): readonly MemoryRow[] | null {
    const stored = this.#tables.get(table.source)
    return stored ? [...stored.rows.values()] : null
  }

  #existing(table: Table): Stored {
    const stored = this.#tables.get(table.source)
    if (!stored) throw new Error(`the test has made no table "${table.source}"; call create first`)
    return stored
  }
}

/** MySQL name of a catalog column. */
export function columnName(table: Table, name: string): string {
  const column = table.columns[name]
  if (!column) throw new Error(`table "${table.target}" has no column "${name}"`)
  return sourceName(name, column)
}

function keyOf(keyColumns: readonly string[], row: MemoryRow): string {
  return JSON.stringify(keyColumns.map((name) => row[name]))
}
