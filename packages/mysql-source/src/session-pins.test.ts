import { expect, test } from 'vitest'
import { deviations } from './session-pins.ts'

const GOOD: readonly [string, string][] = [
  ['time_zone', '+00:00'],
  ['sql_mode', 'NO_ENGINE_SUBSTITUTION,STRICT_TRANS_TABLES'],
  ['sql_select_limit', '18446744073709551615'],
  ['autocommit', 'ON'],
  ['max_sort_length', '4096'],
  ['net_write_timeout', '600'],
  ['lock_wait_timeout', '30'],
  ['character_set_client', 'utf8mb4'],
  ['character_set_connection', 'utf8mb4'],
  ['character_set_results', 'utf8mb4'],
]
const MYSQL: readonly [string, string][] = [
  ['transaction_read_only', 'ON'],
  ['transaction_isolation', 'REPEATABLE-READ'],
  ['max_execution_time', '240000'],
]
const NEWER_MYSQL: readonly [string, string][] = [
  ...MYSQL,
  ['information_schema_stats_expiry', '0'],
  ['show_gipk_in_create_table_and_information_schema', 'ON'],
]
const MARIADB: readonly [string, string][] = [
  ['tx_read_only', 'ON'],
  ['tx_isolation', 'REPEATABLE-READ'],
  ['max_statement_time', '240.000000'],
]

test.for([MYSQL, NEWER_MYSQL, MARIADB])('a pinned session has no deviations', (own) => {
  expect(deviations(new Map([...GOOD, ...own]), 240)).toEqual([])
})

test.for(['+01:00', 'SYSTEM', undefined])('names what differs: time_zone %s', (zone) => {
  const found = new Map([...GOOD, ...MYSQL])
  if (zone === undefined) found.delete('time_zone')
  else found.set('time_zone', zone)
  expect(deviations(found, 240)).toEqual([`time_zone is "${zone ?? 'absent'}" instead of "+00:00"`])
})

test('a mode too many, a session that may write and another time limit are deviations [case 124]', () => {
  const found = new Map([...GOOD, ...MARIADB])
  found.set('sql_mode', 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES,NO_ENGINE_SUBSTITUTION')
  found.set('tx_read_only', 'OFF')
  found.set('max_statement_time', '0.000000')
  expect(deviations(found, 240)).toHaveLength(3)
})

test('row counts that may be a day old are a deviation', () => {
  const stale: [string, string] = ['information_schema_stats_expiry', '86400']
  expect(deviations(new Map([...GOOD, ...MYSQL, stale]), 240)).toEqual([
    'information_schema_stats_expiry is "86400" instead of "0"',
  ])
})
