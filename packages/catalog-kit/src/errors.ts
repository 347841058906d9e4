import { HourglassError, type HourglassErrorOptions } from '@hourglass/core/errors'

/** One thing that is wrong with a catalog. */
export interface CatalogProblem {
  /** The file, where it is known: relative to the catalog folder. */
  readonly file?: string
  /** Target name of the table; '' when the problem is not one table's. */
  readonly table: string
  /** Path of the field: `columns.price.doc`. */
  readonly field: string
  readonly found: string
  /** What to do about it. */
  readonly fix: string
}

function line({ file, table, field, found, fix }: CatalogProblem): string {
  const where = [file, table === '' ? undefined : `table "${table}"`, field].filter((part) => part !== undefined)
  return `  - ${where.join(', ')}: ${found}; ${fix}`
}

/** A catalog that cannot be used. It carries every problem that could be found, not only the first. */
export class CatalogError extends HourglassError {
  readonly problems: readonly CatalogProblem[]

  constructor(problems: readonly CatalogProblem[], options: HourglassErrorOptions = {}) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    super(`the catalog has ${count}:\n${problems.map(line).join('\n')}`, options)
    this.name = 'CatalogError'
    this.problems = problems
  }
}
