import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import { present } from '@hourglass/core/errors'
import { COLUMN_FIELDS, toSourceColumn } from './describe.ts'
import { checkOptions, type SourceOptions } from './options.ts'
import { openSession, type Query, type TextRow } from './session.ts'
import { tableNameKey } from './table-names.ts'

export interface IntrospectedColumn extends SourceColumn {
  /** Its MySQL comment; '' when it has none. */
  readonly comment: string
  readonly autoIncrement: boolean
  /** MySQL sets it to the current time whenever the row changes. */
  readonly onUpdate: boolean
  /** MariaDB's JSON: a LONGTEXT whose values are checked with JSON_VALID. */
  readonly checkedJson: boolean
}

/** A base table as it is now. */
export interface IntrospectedTable {
  readonly name: string
  readonly comment: string
  /** From table statistics: a hint. */
  readonly rows: number
  readonly columns: readonly IntrospectedColumn[]
  /** Column names of the primary key, then of every unique key whose columns are never NULL. */
  readonly keys: readonly (readonly string[])[]
  /** Columns with which an index begins. */
  readonly indexed: readonly string[]
}

/** Tables that Hourglass itself makes in a source, as in the databases of the demo. */
const OWN_PREFIX = '_hourglass'

/**
 * Base tables of the database, by name; views are left out. With `names`, only these; a name that is no base table is
 * simply absent.
 *
 * @throws SourceUnavailableError, SourceAccessError, SourceReadError; InvalidInputError for TLS that is off
 */
export async function introspect(
  options: SourceOptions,
  names?: readonly string[],
): Promise<readonly IntrospectedTable[]> {
  checkOptions(options)
  await using session = await openSession(options, 'information_schema')
  const { query } = session
  const tables = await query(
    `SELECT table_name, table_comment, COALESCE(table_rows, 0) FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY table_name`,
  )
  const columns = byTable(
    await query(
      `SELECT table_name, ${COLUMN_FIELDS}, column_comment, extra FROM information_schema.columns
        WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
    ),
  )
  // A part of a column (SUB_PART) or an expression (no column name) does not make a key of columns.
  const indexes = byTable(
    await query(
      `SELECT table_name, index_name, non_unique, column_name, sub_part IS NOT NULL OR column_name IS NULL
         FROM information_schema.statistics WHERE table_schema = DATABASE()
        ORDER BY table_name, index_name <> 'PRIMARY', index_name, seq_in_index`,
    ),
  )
  const checked = byTable(await readJsonChecks(query))
  const key = await tableNameKey(query)
  const wanted = names === undefined ? undefined : new Set(names.map(key))
  return tables
    .map(([name, comment, rows]) => {
      const own = present(name, 'a table name of MySQL')
      const described = (columns.get(own) ?? []).map((row) => toColumn(row, checked.get(own) ?? []))
      return {
        name: own,
        comment: comment ?? '',
        rows: Number(rows),
        columns: described,
        ...keysOf(described, indexes.get(own) ?? []),
      }
    })
    .filter(({ name }) => !name.startsWith(OWN_PREFIX) && wanted?.has(key(name)) !== false)
}

/** Rows by their first value, without it. */
function byTable(rows: readonly TextRow[]): ReadonlyMap<string, readonly TextRow[]> {
  const groups = new Map<string, TextRow[]>()
  for (const [table, ...rest] of rows) {
    const name = present(table, 'a table name of MySQL')
    const group = groups.get(name)
    if (group) group.push(rest)
    else groups.set(name, [rest])
  }
  return groups
}

function toColumn(row: TextRow, checks: readonly TextRow[]): IntrospectedColumn {
  const [comment, extra] = row.slice(6)
  const column = toSourceColumn(row)
  return {
    ...column,
    comment: comment ?? '',
    autoIncrement: /auto_increment/i.test(extra ?? ''),
    onUpdate: /on update current_timestamp/i.test(extra ?? ''),
    checkedJson: checks.some(([clause]) => clause?.toLowerCase() === `json_valid(\`${column.name.toLowerCase()}\`)`),
  }
}

/** Only MariaDB names the table of a check constraint, and only MariaDB's JSON needs it. */
async function readJsonChecks(query: Query): Promise<readonly TextRow[]> {
  const [row] = await query('SELECT VERSION()')
  if (row?.[0]?.includes('MariaDB') !== true) return []
  return await query(
    'SELECT table_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()',
  )
}

function keysOf(
  columns: readonly IntrospectedColumn[],
  rows: readonly TextRow[],
): Pick<IntrospectedTable, 'keys' | 'indexed'> {
  const neverNull = new Set(columns.filter(({ nullable }) => !nullable).map(({ name }) => name))
  const indexes = new Map<string, { readonly unique: boolean; readonly columns: (string | null)[] }>()
  for (const [index, nonUnique, column, partial] of rows) {
    const name = present(index, 'an index name of MySQL')
    const known = indexes.get(name) ?? { unique: nonUnique === '0', columns: [] }
    known.columns.push(partial === '1' ? null : (column ?? null))
    indexes.set(name, known)
  }
  const found = [...indexes.values()]
  return {
    keys: found
      .filter((index) => index.unique && index.columns.every((column) => column !== null && neverNull.has(column)))
      .map((index) => index.columns.filter((column) => column !== null)),
    indexed: [...new Set(found.flatMap((index) => index.columns.slice(0, 1)).filter((column) => column !== null))],
  }
}
