import { expect, test } from 'vitest'
import { sourceColumn } from './kind-testing.ts'
import { describeType, kindFor } from './kinds.ts'

test.each([
  ['tinyint(1)', 'tinyint', ''],
  ['tinyint(3) unsigned', 'tinyintUnsigned', ''],
  ['smallint(6)', 'smallint', ''],
  ['smallint unsigned', 'smallintUnsigned', ''],
  ['mediumint(9)', 'mediumint', ''],
  ['mediumint unsigned', 'mediumintUnsigned', ''],
  ['int(11)', 'int', ''],
  ['int(10) unsigned', 'intUnsigned', ''],
  ['bigint(20)', 'bigint', ''],
  ['bigint(20) unsigned', 'bigintUnsigned', ''],
  ['decimal(10,2)', 'decimal', 'precision: 10, scale: 2'],
  ['float', 'float', ''],
  ['double', 'double', ''],
  ['date', 'date', ''],
  ['datetime(6)', 'timestamp', ''],
  ['timestamp', 'timestamptz', ''],
  ['time(3)', 'time', ''],
  ['year(4)', 'year', ''],
  ["enum('a','B')", 'enum', "values: ['a', 'B']"],
  ["set('a','b')", 'set', ''],
  ['bit(1)', 'bit', 'n: 1'],
  ['varchar(255)', 'text', ''],
  ['longtext', 'text', ''],
  ['json', 'json', ''],
  ['binary(16)', 'binary', ''],
  ['longblob', 'binary', ''],
  ['uuid', 'text', ''],
])('a %s column is offered %s', (columnType, name, options) => {
  const kind = kindFor(sourceColumn(columnType))
  expect(kind?.name).toBe(name)
  expect(kind?.options).toBe(options)
})

test.each(['geometry', 'point', 'vector(3)'])('no kind carries %s [case 84]', (columnType) => {
  expect(kindFor(sourceColumn(columnType))).toBeNull()
})

test('a long enum is named by its type only', () => {
  expect(describeType(sourceColumn(`enum('${'x'.repeat(70)}')`))).toBe('enum')
})
