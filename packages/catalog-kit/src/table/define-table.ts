import { checkTable } from '../checks/check-table.ts'
import type { StartsAtColumns } from '../checks/check-starts.ts'
import { CatalogError } from '../errors.ts'
import { completeLoad, type LoadDefinition } from '../modes/modes.ts'
import { lookupsOf } from '../column/inputs.ts'
import { type Columns, DEFAULT_CHUNK_ROWS, DEFAULT_REREAD_ROWS, type OnLookupChange, type Table } from './table.ts'

/**
 * Columns that can be a key or a split: ordered and never NULL. `& string` makes the compiler list their names in its
 * messages, in place of this type's name.
 */
export type KeyColumn<C extends Columns> = {
  [Name in keyof C & string]: C[Name] extends { readonly nullable: false; readonly kind: { readonly orderable: true } }
    ? Name
    : never
}[keyof C & string] &
  string

/** Columns that can be a cursor: a key column that says when a row changed. */
export type CursorColumn<C extends Columns> = {
  [Name in KeyColumn<C>]: C[Name] extends { readonly kind: { readonly temporal: true } } ? Name : never
}[KeyColumn<C>] &
  string

/** What becomes of older rows when a looked-up table changes, as a table file writes it. */
export type OnLookupChangeDefinition =
  | { readonly onChange: 'reread'; readonly atMostRows?: number }
  | { readonly onChange: 'keep' }

/** What a table file says; the rest has defaults. */
export interface TableDefinition<
  C extends Columns,
  Source extends string,
  Target extends string,
  Key extends KeyColumn<C>,
> {
  /** MySQL table name. */
  readonly source: Source
  /** `schema.table` in Postgres. */
  readonly target: Target
  /** What one row is, and what happens to it over time. Becomes the comment of the Postgres table. */
  readonly doc: string
  /** The team to ask. */
  readonly owner: string
  readonly columns: C & StartsAtColumns<C>
  /** Names of key columns, in the order of the key. */
  readonly primaryKey: readonly [Key, ...Key[]]
  /** Chunks are ranges of `by` (first key column when absent) of about `rows` rows (250,000 when absent). */
  readonly split?: { readonly by?: KeyColumn<C>; readonly rows?: number }
  readonly load: LoadDefinition<CursorColumn<C>>
  /**
   * What becomes of rows outside the window when a looked-up table changes: all are read again, up to 1,000,000 rows,
   * when absent. Only of a table that looks something up.
   */
  readonly lookups?: OnLookupChangeDefinition
}

function completeLookups(given: OnLookupChangeDefinition | undefined): OnLookupChange {
  if (given?.onChange === 'keep') return Object.freeze({ onChange: 'keep' })
  return Object.freeze({ onChange: 'reread', atMostRows: given?.atMostRows ?? DEFAULT_REREAD_ROWS })
}

/**
 * Describes one table. The compiler refuses keys and cursors that cannot serve; what it cannot see is checked here.
 *
 * @example
 * ```ts
 * export const orders = defineTable({
 *   source: 'orders',
 *   target: 'sales.orders',
 *   doc: 'One row per checkout. Never deleted; cancelled orders keep their row.',
 *   owner: 'payments',
 *   columns: {
 *     id:         col.bigintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
 *     updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
 *   },
 *   primaryKey: ['id'],
 *   load: { mode: 'merge', cursor: 'updated_at' },
 * })
 * ```
 *
 * @throws CatalogError with every problem of the definition at once.
 */
export function defineTable<
  const C extends Columns,
  const Source extends string,
  const Target extends `${string}.${string}`,
  const Key extends KeyColumn<C>,
>(definition: TableDefinition<C, Source, Target, Key>): Table<C, Source, Target, keyof C & string, Key> {
  const problems = checkTable(definition)
  if (problems.length > 0) throw new CatalogError(problems)
  const { source, target, doc, owner, primaryKey, split, load } = definition
  const columns: C = definition.columns
  const table: Table<C, Source, Target, keyof C & string, Key> = {
    source,
    target,
    doc,
    owner,
    columns: Object.freeze({ ...columns }),
    primaryKey: Object.freeze([...primaryKey]),
    split: Object.freeze({ by: split?.by ?? primaryKey[0], rows: split?.rows ?? DEFAULT_CHUNK_ROWS }),
    load: completeLoad(load),
  }
  if (lookupsOf(table).length === 0) return Object.freeze(table)
  return Object.freeze({ ...table, lookups: completeLookups(definition.lookups) })
}
