import type { Kind } from './kind.ts'
import type { Column } from './table.ts'
import type { Transform, TransformContext } from './transform.ts'

/** The type of a kind's values, as transforms see them. */
export type ValueOf<K extends Kind> = Exclude<ReturnType<K['decode']>, null>

/** A transform whose input takes every `In`; declared as a property, so that the compiler compares inputs strictly. */
export interface Usable<In, Out> extends Omit<Transform<In, Out>, 'apply'> {
  readonly apply: (value: In, context: TransformContext) => Out
}

/** What a transform may give: NULL only where the column holds it. */
type Given<Value, Nullable extends boolean> = true extends Nullable ? Value | null : Value

/** Options of every column; a kind adds its own. */
export interface ColumnOptions<K extends Kind, Nullable extends boolean, From extends string, Reads extends Kind> {
  /** What the column holds, for people who have never seen the application. Becomes the Postgres comment. */
  readonly doc: string
  /** True when the column may hold NULL. */
  readonly nullable?: Nullable
  /** The MySQL name, where it differs. */
  readonly from?: From
  /** True when it holds personal data: names, addresses, free text that people wrote. */
  readonly pii?: boolean
  /** Target of the table whose key it holds, e.g. `analytics.companies`. Shown in the docs; no foreign key is made. */
  readonly references?: string
  /** The kind in MySQL, for a column that `using` turns into another type. */
  readonly reads?: Reads
  /** A transform from `@hourglass/transform`. NULL never reaches it. */
  readonly using?: Usable<ValueOf<Reads>, Given<ValueOf<K>, Nullable>>
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['doc', 'nullable', 'from', 'pii', 'references', 'reads', 'using'])

/**
 * Fills in the defaults; `kindOptions` names the options that belong to the kind. What is wrong with the options is for
 * `defineTable` to say, with all the rest.
 */
export function makeColumn<K extends Kind, Nullable extends boolean, From extends string, Reads extends Kind>(
  kind: K,
  options: ColumnOptions<K, Nullable, From, Reads>,
  kindOptions: readonly string[] = [],
): Column<K, Nullable, From, Reads> {
  const stray = Object.keys(options).filter((name) => !OPTION_NAMES.has(name) && !kindOptions.includes(name))
  const { doc, nullable, from, pii, references, reads, using } = options
  return Object.freeze({
    kind,
    doc,
    // `Nullable` is inferred as false when the option is absent.
    nullable: (nullable ?? false) as Nullable,
    pii: pii ?? false,
    ...(from === undefined ? {} : { from }),
    ...(references === undefined ? {} : { references }),
    ...(reads === undefined ? {} : { reads }),
    ...(using === undefined ? {} : { using }),
    ...(stray.length === 0 ? {} : { stray }),
  })
}
