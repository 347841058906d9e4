import { MAX_MYSQL_NAME_LENGTH, MAX_POSTGRES_NAME_BYTES, splitTarget } from '../table/identifiers.ts'
import type { KindProblem } from '../column/kind.ts'

/** What is wrong with a name, or null. */
type NameVerdict = KindProblem | null

/** Names of the system columns that Postgres adds to every table. */
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'])

/** Schemas that belong to Postgres or to Hourglass itself. */
const RESERVED_SCHEMA = /^(?:pg_.*|information_schema|hourglass|hourglass_staging|hourglass_backup)$/

const TARGET_NAME = /^[a-z_][a-z0-9_]*$/
const COLUMN_NAME = /^[\p{L}_][\p{L}\p{N}_$]*$/u
// MySQL takes every character but NUL in quotes; other control characters are surely mistakes.
const CONTROL = /\p{Cc}/u

function tooLong(name: string): NameVerdict {
  const bytes = Buffer.byteLength(name, 'utf8')
  if (bytes <= MAX_POSTGRES_NAME_BYTES) return null
  return {
    found: `"${name}" has ${bytes} bytes`,
    fix: `Postgres cuts names at ${MAX_POSTGRES_NAME_BYTES} bytes; choose a shorter one`,
  }
}

export function judgeMysqlName(name: unknown): NameVerdict {
  const fix = 'write the name as MySQL has it'
  if (typeof name !== 'string' || name === '') return { found: 'is empty', fix }
  if (name.length > MAX_MYSQL_NAME_LENGTH)
    return { found: `"${name}" has ${name.length} characters`, fix: `${fix}: at most ${MAX_MYSQL_NAME_LENGTH}` }
  if (CONTROL.test(name) || name.endsWith(' ')) return { found: 'has a control character or ends with a space', fix }
  return null
}

export function judgeColumnName(name: string): NameVerdict {
  const fix = 'choose letters, digits and underscores, and put the MySQL name into "from"'
  if (!COLUMN_NAME.test(name)) return { found: `the column name "${name}" needs quotes in Postgres`, fix }
  if (SYSTEM_COLUMNS.has(name)) return { found: `"${name}" is a system column of Postgres`, fix }
  if (name.startsWith('_hourglass')) return { found: `"${name}" starts as the columns of Hourglass do`, fix }
  return tooLong(name)
}

export function judgeTarget(target: unknown): NameVerdict {
  const fix = 'write it as schema.table in lower case, e.g. "analytics.orders"'
  if (typeof target !== 'string' || target === '') return { found: 'is empty', fix }
  const { schema, table } = splitTarget(target)
  if (schema === '') return { found: `"${target}" names no schema`, fix }
  if (!TARGET_NAME.test(schema) || !TARGET_NAME.test(table)) return { found: `"${target}" is not a plain name`, fix }
  if (RESERVED_SCHEMA.test(schema)) return { found: `schema "${schema}" is reserved`, fix: 'choose another schema' }
  return tooLong(schema) ?? tooLong(table)
}
