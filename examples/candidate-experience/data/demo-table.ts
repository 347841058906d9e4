import type { MadeValue, WrittenTable } from '@hourglass/sample-data/write-rows'
import type { People } from './people.ts'
import type { RowRandom } from './random.ts'
import type { Scale } from './scale.ts'
import type { Timeline } from './timeline.ts'

/** A value as the generator writes it. */
export type DemoValue = MadeValue

/** What every row can draw on. */
export interface DemoWorld {
  readonly scale: Scale
  readonly people: People
  readonly timeline: Timeline
}

/** One table of the demo data. */
export interface DemoTable extends WrittenTable {
  count(scale: Scale): number
  /** Row `index`, from 0. It follows from the arguments alone. */
  row(index: number, world: DemoWorld, random: RowRandom): readonly DemoValue[]
}
