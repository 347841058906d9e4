import { type Column, type Load, sourceKind, type Table } from './table.ts'

/** Text in a cell of a Markdown table. */
export function cellText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replace(/\s+/g, ' ')
}

/** Text as code in a cell. */
export function code(text: string): string {
  return `\`${cellText(text)}\``
}

function loadSentence(load: Load): string {
  if (load.mode === 'replace') return '`replace`: every run reads the whole table'
  return `\`merge\` by \`${load.cursor}\`, reading ${load.overlapSeconds} s of the last window again`
}

function notes(name: string, column: Column): string {
  const { from, using, pii, references } = column
  return [
    ...(from === undefined || from === name ? [] : [`from ${code(from)}`]),
    ...(using === undefined ? [] : [`through ${code(using.name)}`]),
    ...(references === undefined ? [] : [`key of [${references}](${references}.md)`]),
    ...(pii ? ['personal data'] : []),
  ].join(', ')
}

function columnRow(name: string, column: Column): string {
  const kind = sourceKind(column)
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
    `- Load: ${loadSentence(table.load)}`,
    `- Chunks: about ${table.split.rows.toLocaleString('en-US')} rows by ${code(table.split.by)}`,
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
    return `| [${table.target}](${table.target}.md) | ${table.owner} | ${table.load.mode} | ${sizes} | ${cellText(table.doc)} |`
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
