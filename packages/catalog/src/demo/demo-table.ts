import type { People } from './people.ts'
import type { RowRandom } from './random.ts'
import type { Scale } from './scale.ts'
import type { Timeline } from './timeline.ts'

export type DemoValue = string | number | null

/** What every row can draw on. */
export interface DemoWorld {
  readonly scale: Scale
  readonly people: People
  readonly timeline: Timeline
}

/** One table of the demo data. */
export interface DemoTable {
  readonly name: string
  readonly columns: readonly string[]
  /** Columns that are not written as they are: SQL around the value, e.g. `UNHEX(?)`. */
  readonly wrapped?: Readonly<Record<string, string>>
  count(scale: Scale): number
  /** Row `index`, from 0. It follows from the arguments alone. */
  row(index: number, world: DemoWorld, random: RowRandom): readonly DemoValue[]
}
