import type { ColumnType } from 'kysely'
import type { Column, Columns, Table, TargetTable } from './table.ts'

/** What a driver returns for a column: never NULL for a column that the catalog declares NOT NULL. */
type Nullability<Value, C extends Column> = C['nullable'] extends false ? Value : Value | null

type MysqlOf<C extends Column> = NonNullable<NonNullable<C['reads']>['types']>['mysql']
type PostgresOf<C extends Column> = NonNullable<C['kind']['types']>['postgres']

/** The name in MySQL: `from` where it is set. A computed column has none, because its inputs are not copied. */
export type SourceNameOf<Name extends string, C extends Column> = [NonNullable<C['inputs']>] extends [never]
  ? [NonNullable<C['from']>] extends [never]
    ? Name
    : Extract<C['from'], string>
  : never

type SourceRow<C extends Columns> = {
  readonly [Name in keyof C & string as SourceNameOf<Name, C[Name]>]: ColumnType<
    Nullability<MysqlOf<C[Name]>, C[Name]>,
    never,
    never
  >
}

type TargetRow<C extends Columns> = {
  readonly [Name in keyof C & string]: Nullability<PostgresOf<C[Name]>, C[Name]>
}

/**
 * The MySQL database of a catalog for Kysely; nothing can be inserted or updated through it.
 *
 * @example
 * ```ts
 * const source = new Kysely<SourceDatabase<(typeof catalog)[number]>>({ dialect })
 * ```
 */
export type SourceDatabase<T extends Table> = {
  readonly [One in T as One['source']]: SourceRow<One['columns']>
}

/** The Postgres database of a catalog, and of its models, for Kysely; its tables are named `schema.table`. */
export type TargetDatabase<T extends TargetTable> = {
  readonly [One in T as One['target']]: TargetRow<One['columns']>
}
