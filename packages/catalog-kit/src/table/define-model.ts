import { checkModel } from '../checks/check-model.ts'
import type { CursorColumn, KeyColumn } from './define-table.ts'
import { CatalogError } from '../errors.ts'
import type { Model } from './model.ts'
import type { Column, Columns, TargetTable } from './table.ts'
import type { ModelLoad } from '../modes/modes.ts'

/** Columns that the SELECT returns. None is read from MySQL under another name. */
export type ModelColumns = Readonly<Record<string, Column & { readonly from?: never }>>

/** What a model file says. */
export interface ModelDefinition<C extends Columns, Target extends string> {
  /** `schema.table` in Postgres. */
  readonly target: Target
  /** What one row is. Becomes the comment of the Postgres table. */
  readonly doc: string
  /** The team to ask. */
  readonly owner: string
  /** The columns that the SELECT returns, in its order, with exactly its types. */
  readonly columns: C
  /** Names of the key columns: the SELECT returns each key once. */
  readonly primaryKey: readonly [KeyColumn<C>, ...KeyColumn<C>[]]
  /** Every table and model that the SELECT reads, and nothing else. */
  readonly inputs: readonly [TargetTable, ...TargetTable[]]
  /** The text of the `.sql` file beside it, from `generated/sql.ts`. */
  readonly sql: string
  /**
   * `replace` makes all rows at each build. `merge` makes those whose inputs changed: the SQL keeps rows with a cursor at
   * or after `:since`, and all of them when it is NULL.
   */
  readonly load: ModelLoad<CursorColumn<C>>
}

/**
 * Describes one model. The compiler refuses keys and cursors that cannot serve; what it cannot see is checked here, and
 * the SQL by `pnpm golden`.
 *
 * @example
 * ```ts
 * export const orderTotals = defineModel({
 *   target: 'sales.order_totals',
 *   doc: 'One row per day with an order.',
 *   owner: 'payments',
 *   columns: {
 *     day:    col.date({ doc: 'Day of the order, UTC.' }),
 *     orders: col.bigint({ doc: 'Orders of that day.' }),
 *   },
 *   primaryKey: ['day'],
 *   inputs: [orders],
 *   sql: sql.orderTotals,
 *   load: { mode: 'replace' },
 * })
 * ```
 *
 * @throws CatalogError with every problem of the definition at once.
 */
export function defineModel<const C extends ModelColumns, const Target extends `${string}.${string}`>(
  definition: ModelDefinition<C, Target>,
): Model<C, Target, keyof C & string> {
  const problems = checkModel(definition)
  if (problems.length > 0) throw new CatalogError(problems)
  const { target, doc, owner, columns, primaryKey, inputs, sql, load } = definition
  return Object.freeze({
    target,
    doc,
    owner,
    columns: Object.freeze({ ...columns }),
    primaryKey: Object.freeze([...primaryKey]),
    load: Object.freeze({ ...load }),
    inputs: Object.freeze(inputs.map((input) => input.target)),
    sql,
  })
}
