import { expect, test } from 'vitest'
import { canonicalMysql, canonicalPostgres, type MysqlValue } from './canonical.ts'

/** One value as mysql2 gives it, as Postgres writes it, and the type it has there. */
type Case = readonly [what: string, mysql: MysqlValue, postgres: string | null, type: string]

const EQUAL: readonly Case[] = [
  ['NULL', null, null, 'text'],
  ['an empty text', '', '', 'text'],
  ['a number from the driver', 42, '42', 'integer'],
  ['a big integer as text', '18446744073709551615', '18446744073709551615', 'numeric(20,0)'],
  ['a decimal keeps its zeros', '10.50', '10.50', 'numeric(10,2)'],
  ['text loses NUL characters only', 'a\0b ', 'ab ', 'text'],
  ['bool is 0', 0, 'false', 'boolean'],
  ['bool is 1', 1, 'true', 'boolean'],
  ['tinyint(1) with another number is true', 2, 'true', 'boolean'],
  ['bits are padded to their length', Buffer.from([0x01]), '00000001', 'bit(8)'],
  ['bits beyond whole bytes', Buffer.from([0x02, 0xff]), '1011111111', 'bit(10)'],
  ['64 bits do not become a double', Buffer.alloc(8, 0xff), '1'.repeat(64), 'bit(64)'],
  ['bytes', Buffer.from([0, 0x5c, 0xff]), String.raw`\x005cff`, 'bytea'],
  ['no bytes', Buffer.alloc(0), String.raw`\x`, 'bytea'],
  ['float, read as a double', '0.10000000149011612', '0.1', 'real'],
  ['float beyond 6 digits', '16777216', '1.6777216e+07', 'real'],
  ['double, two spellings', '1e300', '1e+300', 'double precision'],
  ['double with 17 digits', '0.30000000000000004', '0.30000000000000004', 'double precision'],
  ['json in another order of keys', { b: [{ d: 1, c: 2 }], a: 1 }, '{"a": 1, "b": [{"c": 2, "d": 1}]}', 'jsonb'],
  ['json that the driver left as text', '{"b":1,"a":null}', '{"a": null, "b": 1}', 'jsonb'],
  ['a set', 'a,b', 'a,b', 'text'],
  ['a date', '2026-11-23', '2026-11-23', 'date'],
  ['a zero date', '0000-00-00', null, 'date'],
  ['a zero day', '2026-11-00', null, 'date'],
  ['a zero month', '2026-00-23 10:00:00', null, 'timestamp(6) without time zone'],
  ['a moment', '2026-11-23 10:00:00.500000', '2026-11-23 10:00:00.5', 'timestamp(6) without time zone'],
  ['a whole second', '2026-11-23 10:00:00.000000', '2026-11-23 10:00:00', 'timestamp without time zone'],
  ['a moment with its zone', '2026-11-23 10:00:00', '2026-11-23 10:00:00+00', 'timestamp(6) with time zone'],
  ['an interval', '-12:30:00.250000', '-12:30:00.25', 'interval'],
  ['an interval with whole seconds', '838:59:59.000000', '838:59:59', 'interval(6)'],
]

test.for(EQUAL)('%s is one value in both', ([, mysql, postgres, type]) => {
  expect(canonicalMysql(mysql, type)).toBe(canonicalPostgres(postgres, type))
})

const DIFFERENT: readonly Case[] = [
  ['NULL and an empty text', null, '', 'text'],
  ['NULL and zero', null, '0', 'integer'],
  ['a blank at the end', 'a', 'a ', 'text'],
  ['letters of another case', 'a', 'A', 'text'],
  ['true and false', 1, 'false', 'boolean'],
  ['one bit', Buffer.from([0x01]), '00000011', 'bit(8)'],
  ['one byte', Buffer.from([1]), String.raw`\x02`, 'bytea'],
  ['the smallest step of a float', '0.10000000149011612', '0.10000001', 'real'],
  ['the smallest step of a double', '0.1', '0.10000000000000002', 'double precision'],
  ['the last digit of a decimal', '10.50', '10.51', 'numeric(10,2)'],
  ['the order of a json list', [1, 2], '[2, 1]', 'jsonb'],
  ['a json number and its text', { a: 1 }, '{"a": "1"}', 'jsonb'],
  ['a json null and no key', { a: null }, '{}', 'jsonb'],
  ['a microsecond', '2026-11-23 10:00:00.000001', '2026-11-23 10:00:00', 'timestamp(6) without time zone'],
  ['an hour, as a wrong time zone makes', '2026-11-23 10:00:00', '2026-11-23 11:00:00+00', 'timestamp with time zone'],
  ['the end of a whole number', '100', '1', 'integer'],
  ['tens of seconds', '10:00:10', '10:00:1', 'interval'],
]

test.for(DIFFERENT)('fails when they differ in %s', ([, mysql, postgres, type]) => {
  expect(canonicalMysql(mysql, type)).not.toBe(canonicalPostgres(postgres, type))
})

test('a text[] of Postgres reads as the set of MySQL', () => {
  expect(canonicalPostgres('{a,"b c"}', 'text[]')).toBe(canonicalMysql('a,b c', 'text[]'))
})
