import { createHash } from 'node:crypto'
import type { Columns, TargetTable } from './table.ts'
import type { ModelLoad } from '../modes/modes.ts'

/**
 * A table that Postgres makes of other tables: one SELECT, built after the tables it reads are published. Plain frozen
 * data, like a table.
 */
export interface Model<C extends Columns = Columns, Target extends string = string, Name extends string = string>
  extends TargetTable<C, Target, Name> {
  /**
   * `replace`: every build makes all rows anew. `merge`: a build makes only rows whose inputs changed, and writes those;
   * `cursor` is the latest cursor of the rows it is made of, for models that read this one.
   */
  readonly load: ModelLoad<Name>
  /** Target names of the tables and models it reads. */
  readonly inputs: readonly string[]
  /** One SELECT that returns exactly the columns, in their order; the text of the `.sql` file. */
  readonly sql: string
}

/** All models of a catalog; each after the models that it reads. */
export type Models = readonly Model[]

/** The `.sql` file and the `.ts` file of a model, without their endings: `models/company-summary`. */
export function modelFile(target: string): string {
  return `models/${target.slice(target.indexOf('.') + 1).replaceAll('_', '-')}`
}

/**
 * Hash of everything that decides which rows a model has. A model that is not what it was when it was built last is
 * built anew from all rows. Docs do not count.
 */
export function modelHash(model: Model): string {
  const columns = Object.entries(model.columns).map(([name, { kind, nullable }]) => [name, kind.postgresType, nullable])
  const shape = JSON.stringify([model.target, columns, model.primaryKey, model.load, model.inputs, model.sql])
  return createHash('sha256').update(shape).digest('hex')
}
