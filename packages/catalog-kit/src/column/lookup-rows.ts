import { lookupsOf } from './inputs.ts'
import type { Catalog, Table } from '../table/table.ts'

/** A looked-up table as a run sees it: key (`lookupKey`) -> values in the order of `columns`. */
export interface LookupRows {
  /** Names of the taken columns. */
  readonly columns: readonly string[]
  readonly rows: ReadonlyMap<string, readonly unknown[]>
}

/** Looked-up tables by target name. */
export type LookupTables = ReadonlyMap<string, LookupRows>

/** A key as text, equal exactly when the values are: case and blanks count, as they do in Postgres. */
export function lookupKey(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value)
}

/** Which columns of which tables a table takes: looked-up table -> column names, in order. */
export function takenColumns(table: Table): ReadonlyMap<Table, readonly string[]> {
  return gather([table])
}

/**
 * What is read of a looked-up table in one run: its key and every column that any table of the catalog takes, so that
 * all tables of the run see the same rows.
 */
export function lookupTable(catalog: Catalog, lookedUp: Table): Table {
  const taken = [...gather(catalog)].find(([table]) => table.target === lookedUp.target)?.[1] ?? []
  const [key = ''] = lookedUp.primaryKey
  const names = new Set([key, ...taken])
  const columns = Object.entries(lookedUp.columns).filter(([name]) => names.has(name))
  const { source, target, doc, owner } = lookedUp
  return Object.freeze({
    source,
    target,
    doc,
    owner,
    columns: Object.freeze(Object.fromEntries(columns)),
    primaryKey: [key],
    split: { by: key, rows: lookedUp.split.rows },
    load: { mode: 'replace' as const },
  })
}

function gather(tables: readonly Table[]): ReadonlyMap<Table, readonly string[]> {
  // By name: a catalog may hold another copy of the table than the files that look it up.
  const found = new Map<string, { readonly table: Table; readonly names: Set<string> }>()
  for (const { hops } of tables.flatMap(lookupsOf)) {
    for (const { table, take } of hops) {
      const entry = found.get(table.target) ?? { table, names: new Set<string>() }
      found.set(table.target, entry)
      entry.names.add(take)
    }
  }
  return new Map([...found.values()].map(({ table, names }) => [table, [...names].sort()]))
}
