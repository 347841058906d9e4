import { modeOf } from '../modes/modes.ts'
import { splitTarget } from '../table/identifiers.ts'
import type { Table } from '../table/table.ts'

/** A name as Mermaid takes it without quotes. */
function entity(target: string): string {
  return splitTarget(target).table.replace(/\W/g, '_')
}

function attribute(table: Table, name: string): string {
  const column = table.columns[name]
  if (column === undefined) return ''
  const type = column.kind.postgresType
    .replace(/\(.*\)/, '')
    .replace(/\W+/g, '_')
    .replace(/_$/, '')
  const key = table.primaryKey.includes(name) ? ' PK' : ''
  return `    ${type} ${name.replace(/[^\w-]/g, '_')}${key}`
}

/** Keys, references and cursors of all tables as a Mermaid entity diagram, in a Markdown page. */
export function renderEntities(tables: readonly Table[]): string {
  const entities = tables.map((table) => {
    const { window } = modeOf(table)
    const cursor = window === null ? [] : [window.cursor]
    const references = Object.keys(table.columns).filter((name) => table.columns[name]?.references !== undefined)
    const shown = new Set([...table.primaryKey, ...references, ...cursor])
    const lines = [...shown].map((name) => attribute(table, name))
    return `  ${entity(table.target)} {\n${lines.join('\n')}\n  }`
  })
  const relations = tables.flatMap((table) =>
    Object.entries(table.columns).flatMap(([name, { references, nullable }]) => {
      if (references === undefined) return []
      const one = nullable ? '|o' : '||'
      return [`  ${entity(references)} ${one}--o{ ${entity(table.target)} : ${name}`]
    }),
  )
  return ['# Entities', '', '```mermaid', 'erDiagram', ...entities, ...relations, '```', ''].join('\n')
}
