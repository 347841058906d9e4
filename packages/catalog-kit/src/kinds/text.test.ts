import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyField } from '../values/copy-text.ts'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { text } from './text.ts'

test('everything that Postgres can store crosses byte for byte [case 68, 70, 71, 72]', () => {
  const naughty = ['', 'NULL', '\\N', '\\.', 'a\tb\r\nc\\d', '"\'', '\ufeffBOM', '👩‍👩‍👧‍👦', 'עברית', 'e\u0301']
  for (const value of naughty) expect(cross(text, value)).toEqual({ field: copyField(value), notes: [] })
})

test('NUL characters are removed and noted [case 64]', () => {
  expect(cross(text, 'a\0b\0')).toEqual({ field: 'ab', notes: ['nul-character-removed'] })
  expect(cross(text, 'é\0')).toEqual({ field: 'é', notes: ['nul-character-removed'] })
})

test('invalid UTF-8 is quarantined [case 65]', () => {
  for (const bytes of ['ff', 'c3', 'eda080', 'f4908080', 'c080']) {
    expect(cross(text, Buffer.from(bytes, 'hex')).rejected).toBe('text that is not valid UTF-8')
  }
})

test('crosses any bytes that are UTF-8, and no others', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const wire = Buffer.from(bytes)
      expect(cross(text, wire).rejected === undefined).toBe(isUtf8(wire))
    }),
    { numRuns: 2_000 },
  )
})

test('crosses any text', () => {
  const scalar = fc.integer({ min: 1, max: 0x10_ffff }).filter((code) => code < 0xd800 || code > 0xdfff)
  fc.assert(
    fc.property(fc.array(scalar, { maxLength: 40 }), (codes) => {
      const value = String.fromCodePoint(...codes)
      expect(cross(text, value).field).toBe(copyField(value))
    }),
  )
})

test('refuses what a transform may not give', () => {
  expect(encoded(text, 'a\0').rejected).toMatch(/NUL/)
  expect(encoded(text, '\ud83d').rejected).toMatch(/half a character/)
})

test('reads text types only', () => {
  expect(text.accepts(sourceColumn('varchar(255)'))).toBe(true)
  expect(text.accepts(sourceColumn('longtext'))).toBe(true)
  expect(text.accepts(sourceColumn("enum('a')"))).toBe(false)
  expect(text.accepts(sourceColumn('varbinary(16)'))).toBe(false)
})
