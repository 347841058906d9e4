import { quoteMysql } from '../table/identifiers.ts'
import { inputsOf } from '../column/inputs.ts'
import { sourceKind, sourceName, type Table } from '../table/table.ts'

/** What is read of a table, and which column is made of what. */
export interface SelectPlan {
  /** In the order of the result. */
  readonly expressions: readonly string[]
  /** A name for each of them, for people: the column that it is, or the MySQL column that others are computed from. */
  readonly names: readonly string[]
  /** The MySQL column that each of them reads. */
  readonly sources: readonly string[]
  /** Column -> places in the result: one of its own, or one for each input of a computed column. */
  readonly places: Readonly<Record<string, readonly number[]>>
}

/**
 * Columns in catalog order, then what computed columns need besides; an expression that is already there serves again.
 * There are no aliases: MySQL would take them in ORDER BY instead of the columns, so readers go by position.
 */
export function selectPlan(table: Table): SelectPlan {
  const expressions: string[] = []
  const names: string[] = []
  const sources: string[] = []
  const places: Record<string, readonly number[]> = {}
  const computed: [string, NonNullable<ReturnType<typeof inputsOf>>][] = []
  for (const [name, column] of Object.entries(table.columns)) {
    const inputs = inputsOf(name, column)
    if (inputs !== null) {
      computed.push([name, inputs])
      continue
    }
    places[name] = [names.length]
    names.push(name)
    sources.push(sourceName(name, column))
    expressions.push(sourceKind(column).mysqlSelect(quoteMysql(sourceName(name, column))))
  }
  for (const [name, inputs] of computed) {
    places[name] = inputs.map(({ source, kind }) => {
      const expression = kind.mysqlSelect(quoteMysql(source))
      const there = expressions.indexOf(expression)
      if (there >= 0) return there
      expressions.push(expression)
      sources.push(source)
      return names.push(names.includes(source) ? `${source} (input)` : source) - 1
    })
  }
  return { expressions, names, sources, places }
}

/** The select expressions, in the order of the result. */
export function renderSelectList(table: Table): readonly string[] {
  return selectPlan(table).expressions
}

/** A statement that reads the whole table, for people and goldens. */
export function renderSelect(table: Table): string {
  return `SELECT\n  ${renderSelectList(table).join(',\n  ')}\nFROM ${quoteMysql(table.source)};\n`
}
