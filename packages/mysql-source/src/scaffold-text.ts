import type { Kind } from '@hourglass/catalog-kit/kind'
import { describeType } from '@hourglass/catalog-kit/kinds'
import { quoted } from '@hourglass/catalog-kit/mysql-values'
import { splitTarget } from '@hourglass/catalog-kit/identifiers'
import type { IntrospectedColumn, IntrospectedTable } from './introspect.ts'
import { constantName } from './scaffold-names.ts'

/** A column on its way into a table file. */
export interface ScaffoldedColumn {
  readonly column: IntrospectedColumn
  readonly kind: Kind
  /** Its name in Postgres. */
  readonly name: string
}

/** Line width of the formatter, so that a new file needs no formatting. */
const WIDTH = 120

/** The source text of a catalog table file, formatted. */
export function renderTableFile(
  table: IntrospectedTable,
  target: string,
  columns: readonly ScaffoldedColumn[],
  primaryKey: readonly string[],
  cursor: ScaffoldedColumn | null,
): string {
  const load = cursor === null ? "{ mode: 'replace' }" : `{ mode: 'merge', cursor: ${quoted(cursor.name)} }`
  return [
    "import { col } from '@hourglass/catalog-kit/col'",
    "import { defineTable } from '@hourglass/catalog-kit/define-table'",
    '',
    `export const ${constantName(splitTarget(target).table)} = defineTable({`,
    `  source: ${quoted(table.name)},`,
    `  target: ${quoted(target)},`,
    `  doc: ${literal(sentence(table.comment) || `Copy of the MySQL table ${table.name}.`)},`,
    "  owner: 'unassigned',",
    '  columns: {',
    ...columns.map((column) => renderColumn(column, column === cursor)),
    '  },',
    ...list('  ', 'primaryKey: ', primaryKey.map(quoted)),
    `  load: ${load},`,
    '})',
    '',
  ].join('\n')
}

function renderColumn({ column, kind, name }: ScaffoldedColumn, isCursor: boolean): string {
  const options = [
    `doc: ${literal(sentence(column.comment) || neutralDoc(column, isCursor))}`,
    ...(kind.options === '' ? [] : [kind.options]),
    ...(name === column.name ? [] : [`from: ${quoted(column.name)}`]),
    ...(column.nullable ? ['nullable: true'] : []),
  ]
  const line = `    ${name}: col.${kind.name}({ ${options.join(', ')} }),`
  if (line.length <= WIDTH) return line
  const lines = options.flatMap((option) => (option === kind.options ? splitOptions(option) : [option]))
  return [`    ${name}: col.${kind.name}({`, ...lines.flatMap((option) => wrapped(option)), '    }),'].join('\n')
}

/** `precision: 5, scale: 2` as two options; an array stays whole. */
function splitOptions(options: string): string[] {
  return options.includes('[') ? [options] : options.split(', ')
}

/** One option on its line, or an array over several lines. */
function wrapped(option: string): string[] {
  const array = /^(\w+: )\[(.*)\]$/s.exec(option)
  if (!array || option.length + 7 <= WIDTH) return [`      ${option},`]
  // Values are single-quoted strings in which a quote is escaped.
  const values = array[2]?.match(/'(?:[^'\\]|\\.)*'/g) ?? []
  return list('      ', array[1] ?? '', values)
}

function list(indent: string, name: string, values: readonly string[]): string[] {
  const line = `${indent}${name}[${values.join(', ')}],`
  if (line.length <= WIDTH) return [line]
  return [`${indent}${name}[`, ...values.map((value) => `${indent}  ${value},`), `${indent}],`]
}

/** What the database itself says of a column without a comment. */
function neutralDoc(column: IntrospectedColumn, isCursor: boolean): string {
  if (column.autoIncrement) return 'Assigned by MySQL AUTO_INCREMENT.'
  if (column.onUpdate) return isCursor ? 'Set by MySQL ON UPDATE; drives upserts.' : 'Set by MySQL ON UPDATE.'
  return `As in MySQL: ${describeType(column)}.`
}

/** A comment on one line. */
function sentence(comment: string): string {
  return comment.replaceAll(/\s+/g, ' ').trim()
}

/** A text as the formatter writes it: in double quotes where that saves escaping. */
function literal(text: string): string {
  return text.includes("'") && !text.includes('"') ? JSON.stringify(text) : quoted(text)
}
