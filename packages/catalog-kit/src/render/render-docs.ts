import { type Input, inputsOf, isComputed } from '../column/inputs.ts'
import { modeOf } from '../modes/modes.ts'
import type { Missing } from '../column/lookup.ts'
import { type Column, sourceKind, sourceName, type Table } from '../table/table.ts'

/** Text in a cell of a Markdown table. */
export function cellText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replace(/\s+/g, ' ')
}

/** Text as code in a cell. */
export function code(text: string): string {
  return `\`${cellText(text)}\``
}

/** Where a value comes from: another MySQL name, a transform, other columns, another table. */
function origin(name: string, column: Column): readonly string[] {
  const { using } = column
  const inputs = inputsOf(name, column)
  const source = sourceName(name, column)
  const from = inputs === null ? (source === name ? [] : [code(source)]) : inputs.map(inputOrigin)
  return [
    ...(from.length === 0 ? [] : [`from ${from.join(', ')}`]),
    ...(using === undefined ? [] : [`through ${code(using.name)}`]),
  ]
}

function inputOrigin({ source, lookup }: Input): string {
  if (lookup === null) return code(source)
  const { start, hops, missing } = lookup
  const key = start.using === null ? code(source) : `${code(start.using.name)} of ${code(source)}`
  const way = hops.map(({ table, take }) => `${code(take)} of [${table.target}](${table.target}.md)`).reverse()
  return `${way.join(' of the ')} by ${key} (${missingWords(missing)})`
}

function missingWords(missing: Missing): string {
  if (missing === 'null') return 'NULL when missing'
  if (missing === 'quarantine') return 'the row is kept aside when missing'
  return `${JSON.stringify(missing.value)} when missing`
}

/** What becomes of older rows when a looked-up table changes. */
function lookupSentence({ lookups }: Table): readonly string[] {
  if (lookups === undefined) return []
  if (lookups.onChange === 'keep') return ['- When a looked-up table changes: older rows keep what they have']
  const limit = `${lookups.atMostRows.toLocaleString('en-US')} rows`
  return [`- When a looked-up table changes: all rows are read again, as long as they are at most about ${limit}`]
}

function notes(name: string, column: Column): string {
  const { pii, references } = column
  return [
    ...origin(name, column),
    ...(references === undefined ? [] : [`key of [${references}](${references}.md)`]),
    ...(pii ? ['personal data'] : []),
  ].join(', ')
}

function columnRow(name: string, column: Column): string {
  const kind = isComputed(column) ? column.kind : sourceKind(column)
  const cells = [
    code(name),
    code(column.kind.postgresType),
    code(kind.options === '' ? kind.name : `${kind.name}(${kind.options})`),
    column.nullable ? 'yes' : 'no',
    cellText(column.doc),
    notes(name, column),
  ]
  return `| ${cells.join(' | ')} |`
}

/** The docs page of one table, in Markdown. */
export function renderDocs(table: Table): string {
  const columns = Object.entries(table.columns)
  const hidden = columns.filter(([, column]) => column.using?.masks === true).map(([name]) => code(name))
  return [
    `# ${table.target}`,
    '',
    table.doc,
    '',
    `- Owner: ${table.owner}`,
    `- Source: MySQL table ${code(table.source)}`,
    `- Primary key: ${table.primaryKey.map(code).join(', ')}`,
    `- Load: ${modeOf(table).ofTable}`,
    `- Chunks: about ${table.split.rows.toLocaleString('en-US')} rows by ${code(table.split.by)}`,
    ...lookupSentence(table),
    ...(hidden.length === 0 ? [] : [`- Masked: ${hidden.join(', ')}`]),
    '',
    '| Column | Postgres | Kind | NULL | Meaning | Notes |',
    '|---|---|---|---|---|---|',
    ...columns.map(([name, column]) => columnRow(name, column)),
    '',
  ].join('\n')
}

/** The list of all tables, with a link to each page. */
export function renderDocsIndex(tables: readonly Table[]): string {
  const rows = tables.map((table) => {
    const sizes = `${Object.keys(table.columns).length} columns`
    return `| [${table.target}](${table.target}.md) | ${table.owner} | ${modeOf(table).name} | ${sizes} | ${cellText(table.doc)} |`
  })
  const pages = 'See also [entities](entities.md), [kinds](kinds.md) and [transforms](transforms.md).'
  return [
    '# Tables',
    '',
    pages,
    '',
    '| Table | Owner | Load | Size | One row is |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
