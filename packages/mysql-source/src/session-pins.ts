import { SourceReadError } from '@hourglass/contracts/errors'
import type { Query } from './session.ts'

/** A server variable and what it must be for a read to be exact. Every value is asserted after it was set. */
const PINS: Readonly<Record<string, string>> = {
  // TIMESTAMP is read in the session's zone; a zone with summer time makes two instants one text (edge cases 18, 19).
  time_zone: '+00:00',
  // Without NO_BACKSLASH_ESCAPES (bound values), ANSI_QUOTES and PAD_CHAR_TO_FULL_LENGTH (edge cases 39, 74, 124).
  sql_mode: 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION',
  // A server default below it would cut every result short without an error.
  sql_select_limit: '18446744073709551615',
  autocommit: 'ON',
  // Keys are compared whole, also when chunks are planned by a sort; bytes, the longest key has 3072.
  max_sort_length: '4096',
  // A consumer that S3 holds up must not lose its connection (edge case 120); seconds.
  net_write_timeout: '600',
  // An ALTER TABLE that waits for its lock must not be waited for; seconds, the default is a day or more.
  lock_wait_timeout: '30',
}

/** As {@link PINS}, where the server has the variable: MySQL has them, MariaDB does not. */
const PINS_WHERE_PRESENT: Readonly<Record<string, string>> = {
  // Else the number of rows of a table is up to a day old, and a plan takes a large first load for a small one.
  information_schema_stats_expiry: '0',
  // Else a generated invisible primary key can be hidden, and its table looks as if it had no key.
  show_gipk_in_create_table_and_information_schema: 'ON',
}

const CHARSET = ['character_set_client', 'character_set_connection', 'character_set_results'] as const

/** Of each pair the server has one: MySQL 8 the first, MariaDB 10.6 the second. */
const READ_ONLY = ['transaction_read_only', 'tx_read_only'] as const
const ISOLATION = ['transaction_isolation', 'tx_isolation'] as const
/** Longest run of one SELECT: milliseconds on MySQL, seconds on MariaDB. */
const TIME_LIMIT = ['max_execution_time', 'max_statement_time'] as const

const OPTIONAL = Object.keys(PINS_WHERE_PRESENT)
const VARIABLES = [...Object.keys(PINS), ...OPTIONAL, ...CHARSET, ...READ_ONLY, ...ISOLATION, ...TIME_LIMIT]

/**
 * Pins everything about a session that changes what a read gives, then reads it back: servers differ in their defaults
 * and proxies may drop a SET (edge case 124).
 *
 * @throws SourceReadError naming every variable that did not take its value
 */
export async function pinSession(query: Query, server: string, statementSeconds: number): Promise<void> {
  // A smaller limit would cut the list of variables itself.
  await query(`SET ${assignment(['sql_select_limit', PINS['sql_select_limit'] ?? ''])}`)
  const before = await readVariables(query)
  const limit = before.has('max_execution_time')
    ? `max_execution_time = ${statementSeconds * 1000}`
    : `max_statement_time = ${statementSeconds}`
  const optional = Object.entries(PINS_WHERE_PRESENT).filter(([name]) => before.has(name))
  await query('SET NAMES utf8mb4')
  await query(`SET ${[...Object.entries(PINS), ...optional].map(assignment).join(', ')}, SESSION ${limit}`)
  await query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
  const problems = deviations(await readVariables(query), statementSeconds)
  if (problems.length > 0) {
    throw new SourceReadError(
      `MySQL at ${server}: the session could not be pinned: ${problems.join('; ')}; ` +
        'check init_connect and any proxy between the worker and the server',
    )
  }
}

function assignment([name, value]: [string, string]): string {
  return `SESSION ${name} = ${/^\d+$/.test(value) ? value : `'${value}'`}`
}

async function readVariables(query: Query): Promise<ReadonlyMap<string, string>> {
  const names = VARIABLES.map((name) => `'${name}'`).join(', ')
  const rows = await query(`SHOW SESSION VARIABLES WHERE Variable_name IN (${names})`)
  return new Map(rows.map(([name, value]) => [(name ?? '').toLowerCase(), value ?? '']))
}

/** What differs from the pins; empty when the session is as it must be. */
export function deviations(found: ReadonlyMap<string, string>, statementSeconds: number): readonly string[] {
  const one = (names: readonly string[]) => names.find((name) => found.has(name)) ?? names.join(' or ')
  const expected: readonly (readonly [string, string])[] = [
    ...Object.entries(PINS),
    ...Object.entries(PINS_WHERE_PRESENT),
    ...CHARSET.map((name) => [name, 'utf8mb4'] as const),
    [one(READ_ONLY), 'ON'],
    [one(ISOLATION), 'REPEATABLE-READ'],
    ['max_execution_time', `${statementSeconds * 1000}`],
    ['max_statement_time', statementSeconds.toFixed(6)],
  ]
  return expected
    .filter(([name]) => found.has(name) || ![...TIME_LIMIT, ...OPTIONAL].some((optional) => optional === name))
    .filter(([name, value]) => normal(found.get(name)) !== normal(value))
    .map(([name, value]) => `${name} is "${found.get(name) ?? 'absent'}" instead of "${value}"`)
}

/** sql_mode is a set: servers give it in their own order. */
function normal(value: string | undefined): string | undefined {
  return value?.split(',').sort().join(',')
}
