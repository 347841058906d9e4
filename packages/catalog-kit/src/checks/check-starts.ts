import type { ValueOf } from '../column/column-options.ts'
import type { SourceNameOf } from '../table/database-types.ts'
import type { Inputs } from '../column/inputs.ts'
import type { Lookup, Start } from '../column/lookup.ts'
import type { Column, Columns } from '../table/table.ts'

/*
 * For the compiler: a lookup starts at a MySQL column of its table whose values are those of the looked-up key. It says
 * so in the message of the column that does not. That both are of one kind is checked when the table is made.
 */

/** MySQL name -> values, of the columns that are read from MySQL. */
type SourceValues<C extends Columns> = {
  readonly [Name in keyof C & string as SourceNameOf<Name, C[Name]>]: ValueOf<NonNullable<C[Name]['reads']>>
}

type StartOf<L> = L extends Lookup<unknown, infer S> ? S : never

/** Where the lookups of a column start. */
type StartsOf<C extends Column> = [NonNullable<C['inputs']>] extends [never]
  ? StartOf<NonNullable<C['from']>>
  : NonNullable<C['inputs']> extends infer In extends Inputs
    ? { [Name in keyof In]: StartOf<In[Name]> }[keyof In]
    : never

/** What is wrong with a start, in words. */
type Problem<S, Values> =
  S extends Start<infer By, infer Key>
    ? By extends keyof Values
      ? Values[By] extends Key
        ? never
        : `a lookup by "${By}": its values are not those of the looked-up key`
      : `a lookup by "${By}": no column of this table reads that MySQL column; copy it, or use keyFrom`
    : never

/** What `columns` has to be besides columns: nothing more, or for a wrong lookup what is wrong with it. */
export type StartsAtColumns<C extends Columns> = {
  readonly [Name in keyof C]: [StartsOf<C[Name]>] extends [never]
    ? unknown
    : [Problem<StartsOf<C[Name]>, SourceValues<C>>] extends [never]
      ? unknown
      : Problem<StartsOf<C[Name]>, SourceValues<C>>
}
