import type { ValueOf } from './column-options.ts'
import type { Kind } from './kind.ts'
import type { Columns, Table } from '../table/table.ts'
import type { Transform } from './transform.ts'

/**
 * The value of a row whose key is missing in the looked-up table. Every such row is counted (invariant I8). A NULL key
 * makes the value NULL and is not counted.
 */
export type Missing<Value = unknown> = 'null' | 'quarantine' | { readonly value: Value }

/** The MySQL column that a lookup starts at, and its way to the key of the first table. */
export interface LookupStart {
  /** MySQL name. */
  readonly column: string
  /** The kind that reads it. */
  readonly reads: Kind
  /** Makes the key of the value, where the column does not hold it as it is. */
  readonly using: Transform | null
}

/** One looked-up table of a chain, and the column whose value is taken: the result, or the key of the next table. */
export interface LookupHop {
  readonly table: Table
  /** Name of the column in the catalog. */
  readonly take: string
}

/** Compile-time only: `by` has to be a MySQL column of the table whose values are `Key`. */
export interface Start<By extends string = string, Key = unknown> {
  readonly by: By
  readonly key: Key
}

/** A way to a key over other tables, or from a column that does not hold it as it is: the `by` of a lookup. */
export interface KeyPath<Key = unknown, S = unknown, Nullable = unknown> {
  readonly start: LookupStart
  readonly hops: readonly LookupHop[]
  /** Compile-time only. */
  readonly types?: { readonly key: Key; readonly start: S; readonly nullable: Nullable }
}

/** A value of another table, as a table file declares it: plain data. `Value` contains null when NULL may come out. */
export interface Lookup<Value = unknown, S = unknown> {
  readonly start: LookupStart
  /** At least one; the last gives the value. */
  readonly hops: readonly LookupHop[]
  readonly missing: Missing
  /** Compile-time only. */
  readonly types?: { readonly value: Value; readonly start: S }
}

/** The key values of a table, for the compiler; of several key columns it is the union, which `defineTable` refuses. */
type KeyOf<C extends Columns, Key extends keyof C> = ValueOf<C[Key]['kind']>
type Taken<C extends Columns, Take extends keyof C> = ValueOf<C[Take]['kind']>
/** Where a chain starts: at a column named here, or where the path does. */
type StartOf<By, Key> = By extends string ? Start<By, Key> : By extends KeyPath<unknown, infer S> ? S : never
type PathNullable<By> = By extends KeyPath<unknown, unknown, infer Nullable> ? Nullable : false

/** The value, and null when a taken column holds it, or when the policy says so. */
type Given<C extends Columns, Take extends keyof C, By, M> = true extends
  | C[Take]['nullable']
  | PathNullable<By>
  | (M extends 'null' ? true : false)
  ? Taken<C, Take> | null
  : Taken<C, Take>

interface Through<By, Take> {
  /** A MySQL column of this table that holds the key, or a way to it: `via` over another table, `keyFrom` a value. */
  readonly by: By
  /** The column whose value is taken, with that column's own transform applied. */
  readonly take: Take
}

type AnyTable<C extends Columns, Key extends keyof C & string> = Table<C, string, string, keyof C & string, Key>

function isPath(by: unknown): by is KeyPath {
  return typeof by === 'object' && by !== null && 'start' in by && 'hops' in by
}

function pathFrom(table: Table, by: string | KeyPath, take: string): Pick<KeyPath, 'start' | 'hops'> {
  const hop = Object.freeze({ table, take })
  if (isPath(by)) return { start: by.start, hops: Object.freeze([...by.hops, hop]) }
  const [key = ''] = table.primaryKey
  // A table that no compiler has seen may have no key; `defineTable` reports it.
  const reads = table.columns[key]?.kind as Kind
  return { start: Object.freeze({ column: by, reads, using: null }), hops: Object.freeze([hop]) }
}

/**
 * The value of one column in the row of a small reference table that has this key, as of the run's snapshot. Keys are
 * compared exactly, as Postgres compares them: case and blanks count.
 *
 * @example
 * ```ts
 * industry_code: col.text({
 *   doc: 'What the company does.',
 *   nullable: true,
 *   from: lookup(companies, { by: 'company_id', take: 'industry_code', missing: 'null' }),
 * })
 * ```
 */
export function lookup<
  C extends Columns,
  Key extends keyof C & string,
  Take extends keyof C & string,
  const M extends Missing<Taken<C, Take>>,
  const By extends string | KeyPath<KeyOf<C, Key>>,
>(
  table: AnyTable<C, Key>,
  options: Through<By, Take> & {
    /** What a row gets whose key the table (or one on the way to it) does not have. */
    readonly missing: M
  },
): Lookup<Given<C, Take, By, M>, StartOf<By, KeyOf<C, Key>>> {
  return Object.freeze({ ...pathFrom(table, options.by, options.take), missing: options.missing })
}

/**
 * A key that another table holds: the way of a lookup over several tables.
 *
 * @example
 * ```ts
 * time_zone: lookup(companySettings, {
 *   by: via(surveys, { by: 'survey_id', take: 'company_id' }),
 *   take: 'time_zone',
 *   missing: { value: 'UTC' },
 * })
 * ```
 */
export function via<
  C extends Columns,
  Key extends keyof C & string,
  Take extends keyof C & string,
  const By extends string | KeyPath<KeyOf<C, Key>>,
>(
  table: AnyTable<C, Key>,
  options: Through<By, Take>,
): KeyPath<Taken<C, Take>, StartOf<By, KeyOf<C, Key>>, C[Take]['nullable'] | PathNullable<By>> {
  return Object.freeze(pathFrom(table, options.by, options.take))
}

/**
 * A key that a transform makes of a MySQL column of this table, e.g. the code of a size band of a number of employees.
 *
 * @example
 * ```ts
 * by: keyFrom('employees', { reads: intUnsigned, using: sizeBand })
 * ```
 */
export function keyFrom<Reads extends Kind, Key>(
  column: string,
  options: { readonly reads: Reads; readonly using: Transform<ValueOf<Reads>, Key> },
): KeyPath<NonNullable<Key>, never, Key extends null ? true : false> {
  // A transform of the column's own values; the plan of a row asks no more of it.
  const using = options.using as Transform
  return Object.freeze({ start: Object.freeze({ column, reads: options.reads, using }), hops: Object.freeze([]) })
}
