import { tableFile } from '@hourglass/catalog-kit/identifiers'
import type { Kind } from '@hourglass/catalog-kit/kind'
import { describeType, kindFor } from '@hourglass/catalog-kit/kinds'
import type { IntrospectedColumn, IntrospectedTable } from './introspect.ts'
import { plainNames } from './scaffold-names.ts'
import { renderTableFile, type ScaffoldedColumn } from './scaffold-text.ts'

export interface ScaffoldedFile {
  /** MySQL table name. */
  readonly source: string
  /** `schema.table` in Postgres. */
  readonly target: string
  /** Relative to the catalog folder: `tables/film-actor.ts`. */
  readonly file: string
  readonly text: string
}

export interface Scaffold {
  readonly files: readonly ScaffoldedFile[]
  /** Why tables cannot be scaffolded, all at once; they have no file. */
  readonly problems: readonly string[]
  /** What a person should look at. */
  readonly notes: readonly string[]
}

/**
 * Catalog table files for MySQL tables. A table is merged by its NOT NULL TIMESTAMP that MySQL sets ON UPDATE, else
 * replaced; its kinds are those that accept its columns.
 */
export function scaffold(tables: readonly IntrospectedTable[], schema = 'analytics'): Scaffold {
  const names = plainNames(tables.map(({ name }) => name))
  const results = tables.map((table) => scaffoldTable(table, `${schema}.${names.get(table.name) ?? table.name}`))
  return {
    files: results.flatMap(({ file }) => (file ? [file] : [])),
    problems: results.flatMap(({ problems }) => problems),
    notes: results.flatMap(({ notes }) => notes),
  }
}

interface TableResult {
  readonly file?: ScaffoldedFile
  readonly problems: readonly string[]
  readonly notes: readonly string[]
}

function scaffoldTable(table: IntrospectedTable, target: string): TableResult {
  const names = plainNames(table.columns.map(({ name }) => name))
  const columns = table.columns.map((column) => ({ column, kind: kindOf(column), name: names.get(column.name) ?? '' }))
  const unknown = columns.filter(({ kind }) => kind === null)
  const usable = columns.flatMap(({ column, kind, name }) => (kind === null ? [] : [{ column, kind, name }]))
  const key = keyOf(table, usable)
  const problems = [
    ...unknown.map(({ column }) => `table "${table.name}": ${noKind(column)}`),
    ...(key === null ? [`table "${table.name}": ${noKey(table)}`] : []),
  ]
  if (problems.length > 0 || key === null) return { problems, notes: [] }
  const cursor = usable.find(isCursor) ?? null
  const file = {
    source: table.name,
    target,
    file: tableFile(target),
    text: renderTableFile(table, target, usable, key, cursor),
  }
  return { file, problems, notes: [...notesOn(table, usable, cursor), ...personal(table)] }
}

/** MariaDB's JSON has no type of its own. */
function kindOf(column: IntrospectedColumn): Kind | null {
  return kindFor(column.checkedJson ? { ...column, dataType: 'json', columnType: 'json' } : column)
}

/** The first key whose columns can all be compared exactly; the primary key comes first. */
function keyOf({ keys }: IntrospectedTable, columns: readonly ScaffoldedColumn[]): readonly string[] | null {
  for (const key of keys) {
    const found = key.map((name) => columns.find(({ column, kind }) => column.name === name && kind.orderable))
    if (found.length > 0 && found.every((column) => column !== undefined)) return found.map(({ name }) => name)
  }
  return null
}

/** A DATETIME is in whatever zone its session had, so only a TIMESTAMP is taken without being told (edge case 20). */
function isCursor({ column, kind }: ScaffoldedColumn): boolean {
  return column.onUpdate && !column.nullable && kind.temporal && column.dataType === 'timestamp'
}

function noKind(column: IntrospectedColumn): string {
  return (
    `no kind carries column "${column.name}" (${describeType(column)}); ` +
    'write the table by hand without it, or add a kind to packages/catalog-kit/src/kinds'
  )
}

function noKey({ keys }: IntrospectedTable): string {
  if (keys.length === 0) {
    return 'it has no primary key and no unique key of NOT NULL columns, so its rows cannot be told apart; add a primary key'
  }
  return `no key has only columns with an exact order (found: ${keys.map((key) => key.join(' + ')).join('; ')}); add a primary key`
}

/** Words in names of columns that most often hold what a person can be known by. */
const PERSONAL =
  /(?:^|_)(?:e?mail|phone|mobile|fax|first_?name|last_?name|full_?name|user_?name|surname|name|address|street|birth|birth_?day|born|dob|iban|ssn|passport|ip)(?:_|$)/i

function personal({ name: table, columns }: IntrospectedTable): string[] {
  const found = columns
    .filter(({ name }) => PERSONAL.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')))
    .map(({ name }) => name)
  if (found.length === 0) return []
  return [
    `table "${table}": personal data in ${found.join(', ')}? It is copied as it is: mask it (docs/masking.md) or leave it out`,
  ]
}

function notesOn(
  table: IntrospectedTable,
  columns: readonly ScaffoldedColumn[],
  cursor: ScaffoldedColumn | null,
): string[] {
  const changing = columns.filter(({ column, kind }) => column.onUpdate && kind.temporal)
  if (cursor === null) {
    return changing.map(({ column }) =>
      column.nullable
        ? `table "${table.name}" is replaced as a whole each run: "${column.name}" could be its cursor if it were NOT NULL`
        : `table "${table.name}" is replaced as a whole each run: "${column.name}" could be its cursor if the application ` +
          "writes it in UTC; then use col.timestamptz({ datetimeIn: 'UTC' }) and load mode merge",
    )
  }
  if (table.indexed.includes(cursor.column.name)) return []
  return [
    `table "${table.name}": every run reads the whole table in MySQL, because no index begins with its cursor "${cursor.column.name}"`,
  ]
}
