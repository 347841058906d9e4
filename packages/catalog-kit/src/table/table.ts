import type { Inputs } from '../column/inputs.ts'
import type { Kind } from '../column/kind.ts'
import type { Lookup } from '../column/lookup.ts'
import type { Transform } from '../column/transform.ts'
import type { Load, TargetLoad } from '../modes/modes.ts'

/** One column: how it crosses, what it means. Keys of `columns` are the Postgres names. */
export interface Column<
  K extends Kind = Kind,
  Nullable extends boolean = boolean,
  From extends string | Lookup = string | Lookup,
  Reads extends Kind = Kind,
  In extends Inputs = Inputs,
> {
  /** The kind in Postgres, and in MySQL too unless `reads` says otherwise. */
  readonly kind: K
  /** The kind in MySQL, when the transform returns another type: `using` goes from its values to `kind`'s. */
  readonly reads?: Reads
  /** Becomes the Postgres comment and the docs page. */
  readonly doc: string
  readonly nullable: Nullable
  /** The MySQL name, where it differs, or a lookup that returns the value. */
  readonly from?: From
  /** What `using` makes the value of, for a column that no single MySQL column holds. */
  readonly inputs?: In
  /** Holds personal data. */
  readonly pii: boolean
  /** Changes the value; of a column with inputs, makes it of all of them. */
  readonly using?: Transform
  /** Target of the table whose key it holds. For readers, docs and the entity diagram; no foreign key is made (I6). */
  readonly references?: string
  /** Options that its builder does not know, by name; `defineTable` refuses a table that has any. */
  readonly stray?: readonly string[]
}

export type Columns = Readonly<Record<string, Column>>

/** The kind that reads the MySQL column: ask it `accepts`, `mysqlSelect`, `decode` and `transcode`. */
export function sourceKind(column: Column): Kind {
  return column.reads ?? column.kind
}

/** The column's name in MySQL. `name` is its key in `columns`. A computed column (`inputsOf`) has none: then `name` is returned. */
export function sourceName(name: string, column: Column): string {
  return typeof column.from === 'string' ? column.from : name
}

/**
 * What happens to rows outside the window when a looked-up table changes. `reread`: the next run reads the whole table
 * again, as long as it has at most about `atMostRows` rows, and rewrites the rows that differ; a larger one is reported.
 * `keep`: they keep what they were published with.
 */
export type OnLookupChange =
  | { readonly onChange: 'reread'; readonly atMostRows: number }
  | { readonly onChange: 'keep' }

/**
 * What lies in Postgres under a target name, whoever fills it: a table, or a model (`model.ts`).
 *
 * `Name` is `keyof C`. It is a parameter of its own because the compiler takes a bare `keyof C` to mean that only tables
 * with exactly the same columns are assignable to each other. A table of known columns would then not be a `Table`.
 */
export interface TargetTable<
  C extends Columns = Columns,
  Target extends string = string,
  Name extends string = string,
> {
  /** `schema.table` in Postgres; the table's name everywhere: S3 keys, executions, metrics, screens. */
  readonly target: Target
  readonly doc: string
  /** The team to ask. */
  readonly owner: string
  readonly columns: C
  readonly primaryKey: readonly Name[]
  readonly load: TargetLoad<Name>
}

/** A catalog entry: plain frozen data, complete (defaults filled in). */
export interface Table<
  C extends Columns = Columns,
  Source extends string = string,
  Target extends string = string,
  Name extends string = string,
  Key extends Name = Name,
> extends TargetTable<C, Target, Name> {
  readonly primaryKey: readonly Key[]
  /** MySQL table name, in the database of the source connection. */
  readonly source: Source
  /** Chunks are ranges of this column of about `rows` rows. */
  readonly split: { readonly by: Name; readonly rows: number }
  readonly load: Load<Name>
  /** Only of a table that looks something up. */
  readonly lookups?: OnLookupChange
}

/** All tables of a catalog, in the order of their target names. */
export type Catalog = readonly Table[]

/** Default of `lookups.atMostRows`: what extracts in some minutes. */
export const DEFAULT_REREAD_ROWS = 1_000_000

/** Default of `split.rows`, sized for a chunk under 60 s. */
export const DEFAULT_CHUNK_ROWS = 250_000
