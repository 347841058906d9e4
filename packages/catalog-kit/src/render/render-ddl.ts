import { quotePostgres, quotePostgresText, quoteTarget, splitTarget } from '../table/identifiers.ts'
import { originOf } from '../column/lookup-words.ts'
import type { Column, TargetTable } from '../table/table.ts'

/** One line per column, in catalog order: `"id" bigint NOT NULL`. */
export function renderColumnDefinitions(table: TargetTable): readonly string[] {
  return Object.entries(table.columns).map(([name, column]) => {
    const definition = `${quotePostgres(name)} ${column.kind.postgresType}`
    return column.nullable ? definition : `${definition} NOT NULL`
  })
}

/** `PRIMARY KEY ("a", "b")` */
export function renderPrimaryKey(table: TargetTable): string {
  return `PRIMARY KEY (${table.primaryKey.map(quotePostgres).join(', ')})`
}

/** The schema, if it is absent. */
export function renderCreateSchema(table: TargetTable): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quotePostgres(splitTarget(table.target).schema)};`
}

/** The live table, if it is absent. */
export function renderCreateTable(table: TargetTable): string {
  const lines = [...renderColumnDefinitions(table), renderPrimaryKey(table)].map((line) => `  ${line}`)
  return `CREATE TABLE IF NOT EXISTS ${quoteTarget(table.target)} (\n${lines.join(',\n')}\n);`
}

/** What a column holds and, when it is computed, where it comes from. */
function commentOf(name: string, column: Column): string {
  const origin = originOf(name, column)
  return origin === '' ? column.doc : `${column.doc} [${origin}]`
}

/** The docs of table and columns as comments. */
export function renderComments(table: TargetTable): readonly string[] {
  const target = quoteTarget(table.target)
  return [
    `COMMENT ON TABLE ${target} IS ${quotePostgresText(table.doc)};`,
    ...Object.entries(table.columns).map(
      ([name, column]) =>
        `COMMENT ON COLUMN ${target}.${quotePostgres(name)} IS ${quotePostgresText(commentOf(name, column))};`,
    ),
  ]
}

/** All statements of a table: schema, table with its key, comments. Each can be run again. */
export function renderDdl(table: TargetTable): string {
  return `${[renderCreateSchema(table), renderCreateTable(table), ...renderComments(table)].join('\n')}\n`
}
