import { isComputed } from '../column/inputs.ts'
import { quoted } from '../values/mysql-values.ts'
import type { Model } from '../table/model.ts'
import { sourceKind, sourceName, type Table, type TargetTable } from '../table/table.ts'

const HEADER = `// Made by \`pnpm golden\` from the catalog; changes here are lost.
import type { PostgresInterval } from '@hourglass/catalog-kit/kinds/time'
import type { ColumnType } from 'kysely'

/** The source is only read. */
type Read<T> = ColumnType<T, never, never>

export type { PostgresInterval }
`

function orNull(type: string, nullable: boolean): string {
  return nullable ? `${type} | null` : type
}

function member(name: string, type: string): string {
  return `    readonly ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}: ${type}`
}

function sourceMembers(table: Table): readonly string[] {
  // Several columns may read one MySQL column; it is declared once.
  const types = new Map<string, string>()
  for (const [name, column] of Object.entries(table.columns)) {
    if (isComputed(column)) continue
    types.set(sourceName(name, column), orNull(sourceKind(column).typescript.mysql, column.nullable))
  }
  return [...types].map(([name, type]) => member(name, `Read<${type}>`))
}

function targetMembers(table: TargetTable): readonly string[] {
  return Object.entries(table.columns).map(([name, column]) =>
    member(name, orNull(column.kind.typescript.postgres, column.nullable)),
  )
}

function database<T>(
  name: string,
  tables: readonly T[],
  nameOf: (table: T) => string,
  members: (table: T) => readonly string[],
) {
  const rows = tables.map((table) => `  readonly ${quoted(nameOf(table))}: {\n${members(table).join('\n')}\n  }`)
  return `export interface ${name} {\n${rows.join('\n')}\n}\n`
}

/**
 * The Kysely types of both databases as readable text. A type test compares it with what `SourceDatabase` and
 * `TargetDatabase` derive, so that it is never the truth by itself.
 */
export function renderTypes(tables: readonly Table[], models: readonly Model[] = []): string {
  return [
    HEADER,
    database('CatalogSource', tables, ({ source }) => source, sourceMembers),
    database<TargetTable>('CatalogTarget', [...tables, ...models], ({ target }) => target, targetMembers),
  ].join('\n')
}
