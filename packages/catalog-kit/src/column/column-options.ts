import type { InputValues, Inputs } from './inputs.ts'
import type { Kind } from './kind.ts'
import type { Lookup } from './lookup.ts'
import type { Column } from '../table/table.ts'
import type { Transform, TransformContext } from './transform.ts'

/** The type of a kind's values, as transforms see them. */
export type ValueOf<K extends Kind> = Exclude<ReturnType<K['decode']>, null>

/** A transform whose input takes every `In`; declared as a property, so that the compiler compares inputs strictly. */
export interface Usable<In, Out> extends Omit<Transform<In, Out>, 'apply'> {
  readonly apply: (value: In, context: TransformContext) => Out
}

/** `NoInfer` for an object: it leaves the type open to be looked into. */
export type Settled<T> = T extends infer U ? U : never

/** A row transform of exactly these inputs. */
export interface RowUsable<In extends Inputs, Out> extends Usable<InputValues<In>, Out> {
  readonly inputs: { readonly [Name in keyof In]: true }
}

/** What a transform may return: NULL only for a nullable column. */
type Given<Value, Nullable extends boolean> = true extends Nullable ? Value | null : Value

/** A lookup has to return the kind's values; a MySQL name always fits. */
type Fitting<From, K extends Kind, Nullable extends boolean> =
  From extends Lookup<infer Value>
    ? [Value] extends [Given<ValueOf<K>, Nullable>]
      ? unknown
      : Lookup<Given<ValueOf<K>, Nullable>>
    : unknown

/** Options of every column; a kind adds its own. */
export interface ColumnOptions<
  K extends Kind,
  Nullable extends boolean,
  From extends string | Lookup,
  Reads extends Kind,
  In extends Inputs,
> {
  /** What the column holds, for people who have never seen the application. Becomes the Postgres comment. */
  readonly doc: string
  /** True when the column may hold NULL. */
  readonly nullable?: Nullable
  /** The MySQL name, where it differs; or `lookup(...)`: a value of another table. */
  readonly from?: From & Fitting<From, K, Nullable>
  /**
   * What `using` makes the value of, for a column that no single MySQL column holds: MySQL name -> the kind that reads
   * it, or any name -> `lookup(...)`.
   */
  readonly inputs?: In
  /** True when it holds personal data: names, addresses, free text that people wrote. */
  readonly pii?: boolean
  /** Target of the table whose key it holds, e.g. `analytics.companies`. Shown in the docs; no foreign key is made. */
  readonly references?: string
  /** The kind in MySQL, for a column that `using` turns into another type. */
  readonly reads?: Reads
  /** A transform from `@hourglass/transform`. NULL never reaches it, but for one of a column with `inputs`. */
  readonly using?: [In] extends [never]
    ? Usable<ValueOf<Reads>, Given<ValueOf<K>, Nullable>>
    : RowUsable<NoInfer<In>, Given<ValueOf<K>, Nullable>>
}

const OPTION_NAMES: ReadonlySet<string> = new Set([
  'doc',
  'nullable',
  'from',
  'inputs',
  'pii',
  'references',
  'reads',
  'using',
])

/**
 * Fills in the defaults; `kindOptions` names the options that belong to the kind. What is wrong with the options is for
 * `defineTable` to say, with all the rest.
 */
export function makeColumn<
  K extends Kind,
  Nullable extends boolean,
  From extends string | Lookup,
  Reads extends Kind,
  In extends Inputs,
>(
  kind: K,
  options: ColumnOptions<K, Nullable, From, Reads, In>,
  kindOptions: readonly string[] = [],
): Column<K, Nullable, Settled<From>, Reads, Settled<In>> {
  const stray = Object.keys(options).filter((name) => !OPTION_NAMES.has(name) && !kindOptions.includes(name))
  const { doc, nullable, from, inputs, pii, references, reads, using } = options
  return Object.freeze({
    kind,
    doc,
    // `Nullable` is inferred as false when the option is absent.
    nullable: (nullable ?? false) as Nullable,
    pii: pii ?? false,
    // `Settled` is the type itself; the compiler does not look into it while the type is open.
    ...(from === undefined ? {} : { from: from as Settled<From> }),
    ...(inputs === undefined ? {} : { inputs: Object.freeze({ ...inputs }) as Settled<In> }),
    ...(references === undefined ? {} : { references }),
    ...(reads === undefined ? {} : { reads }),
    ...(using === undefined ? {} : { using }),
    ...(stray.length === 0 ? {} : { stray }),
  })
}
