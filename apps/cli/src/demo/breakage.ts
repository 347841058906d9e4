import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import type { Table } from '@hourglass/catalog-kit/table'
import { createConnection } from 'mysql2/promise'

/** Somebody renames a column of a live table, as happens; `undo` renames it back. */
export async function renameColumn(
  mysqlUrl: string,
  table: Table,
  column: string,
): Promise<{ readonly statement: string; undo(): Promise<void> }> {
  const renamed = `${column}_old`
  const rename = (from: string, to: string) =>
    `ALTER TABLE ${quoteMysql(table.source)} RENAME COLUMN ${quoteMysql(from)} TO ${quoteMysql(to)}`
  await execute(mysqlUrl, rename(column, renamed))
  return { statement: rename(column, renamed), undo: () => execute(mysqlUrl, rename(renamed, column)) }
}

async function execute(mysqlUrl: string, statement: string): Promise<void> {
  const connection = await createConnection(mysqlUrl)
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}
