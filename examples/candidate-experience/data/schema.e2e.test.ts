import { readFile } from 'node:fs/promises'
import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import { renderDdl } from '@hourglass/catalog-kit/render-ddl'
import { mysqlDatabase, postgresDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { catalog } from '../catalog.ts'
import { DEMO_TABLES } from './demo-tables.ts'
import { schemaStatements } from './generate.ts'

/** The driver gives big integers as text. */
interface ColumnRow extends Omit<SourceColumn, 'nullable' | 'size' | 'scale'> {
  readonly isNullable: string
  readonly size: string | number | null
  readonly scale: string | number | null
}

test('the catalog reads schema.sql as a real server describes it', async () => {
  await using mysql = await mysqlDatabase()
  for (const statement of await schemaStatements()) await mysql.query(statement)
  for (const table of catalog) {
    const columns = await mysql.query<ColumnRow>(
      `SELECT COLUMN_NAME AS name, LOWER(DATA_TYPE) AS dataType, COLUMN_TYPE AS columnType, IS_NULLABLE AS isNullable,
         COALESCE(NUMERIC_PRECISION, CHARACTER_MAXIMUM_LENGTH) AS size, NUMERIC_SCALE AS scale
       FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?`,
      [table.source],
    )
    const described = columns.map(({ isNullable, ...column }) => ({
      ...column,
      nullable: isNullable === 'YES',
      size: column.size === null ? null : Number(column.size),
      scale: column.scale === null ? null : Number(column.scale),
    }))
    expect([table.target, compareWithCatalog(table, described)]).toEqual([table.target, []])
  }
})

test('the generated DDL runs, twice, and leaves the docs as comments', async () => {
  await using postgres = await postgresDatabase()
  for (const table of catalog) {
    const committed = await readFile(new URL(`../generated/ddl/${table.target}.sql`, import.meta.url), 'utf8')
    expect(committed).toContain(renderDdl(table))
    await postgres.query(committed)
    await postgres.query(committed)
    const [comment] = await postgres.query<{ doc: string }>('SELECT obj_description($1::regclass) AS doc', [
      table.target,
    ])
    expect(comment?.doc).toBe(table.doc)
  }
})

test('demo data is for tables of the catalog only', () => {
  const sources = new Set<string>(catalog.map((table) => table.source))
  expect(DEMO_TABLES.map(({ name }) => name).filter((name) => !sources.has(name))).toEqual([])
})
