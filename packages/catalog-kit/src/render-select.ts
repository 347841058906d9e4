import { quoteMysql } from './identifiers.ts'
import { sourceKind, sourceName, type Table } from './table.ts'

/**
 * The select expressions, in catalog order. There are no aliases: MySQL would take them in ORDER BY instead of the
 * columns, so readers go by position.
 */
export function renderSelectList(table: Table): readonly string[] {
  return Object.entries(table.columns).map(([name, column]) =>
    sourceKind(column).mysqlSelect(quoteMysql(sourceName(name, column))),
  )
}

/** A statement that reads the whole table, for people and goldens. */
export function renderSelect(table: Table): string {
  return `SELECT\n  ${renderSelectList(table).join(',\n  ')}\nFROM ${quoteMysql(table.source)};\n`
}
