import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyField } from '../values/copy-text.ts'
import { judgeJson } from '../values/json-scan.ts'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { json } from './json.ts'

function judge(text: string) {
  const bytes = Buffer.from(text, 'utf8')
  return judgeJson(bytes, 0, bytes.length)
}

test('the text crosses exactly: big numbers, order, duplicate keys, white space [case 78]', () => {
  for (const text of [
    '{"b":18446744073709551615,"a":1.0, "a" :-0}',
    '[]',
    ' {} ',
    '"\\ud83d\\ude00"',
    '-1.5e-7',
    'null',
  ]) {
    expect(cross(json, text)).toEqual({ field: copyField(text), notes: [] })
  }
})

test('what jsonb refuses is quarantined with the reason [case 78, 79]', () => {
  expect(cross(json, '{"a":"\\u0000"}').rejected).toBe('JSON with a NUL character (\\u0000)')
  expect(cross(json, '{"\\ud800":1}').rejected).toBe('JSON with half a surrogate pair')
  expect(cross(json, '["\\udc00"]').rejected).toBe('JSON with half a surrogate pair')
  expect(cross(json, '["\\ud800\\u0041"]').rejected).toBe('JSON with half a surrogate pair')
  expect(cross(json, '1e999999').rejected).toBe('JSON with a number too long for Postgres')
  expect(cross(json, '['.repeat(2_000) + ']'.repeat(2_000)).rejected).toBe('JSON nested too deeply')
  for (const text of [
    '',
    ' ',
    'hello',
    '{a:1}',
    '[1,]',
    '{"a":1,}',
    '01',
    '+1',
    '.5',
    '1.',
    '"\t"',
    '{}{}',
    '[1 2]',
    '{"a"}',
  ]) {
    expect(cross(json, text).rejected).toBe('not valid JSON')
  }
  expect(cross(json, Buffer.from('22ff22', 'hex')).rejected).toBe('text that is not valid UTF-8')
  expect(encoded(json, '"\ud800"').rejected).toBe('JSON with half a surrogate pair')
})

test('finds valid what JSON.stringify gives', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      // The one difference: jsonb has no NUL character.
      expect(judge(text.replaceAll('\\u0000', '\\u0001'))).toBe('ok')
    }),
    { numRuns: 1_000 },
  )
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('finds invalid what JSON.parse refuses, whatever is cut out of or put into a JSON text', () => {
  const insert = fc.constantFrom(
    '',
    ',',
    ':',
    '"',
    '{',
    '}',
    '[',
    ']',
    '0',
    '-',
    'e',
    '.',
    '\\',
    't',
    ' ',
    '\n',
    '\\u00',
  )
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.nat(3), insert, (text, place, cut, put) => {
      const at = place % (text.length + 1)
      const broken = text.slice(0, at) + put + text.slice(at + cut)
      // The other verdicts are about JSON that is valid, but not for jsonb.
      const verdict = judge(broken)
      const others = verdict !== 'ok' && verdict !== 'not valid JSON'
      expect(others || (verdict === 'ok') === parses(broken)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test('reads JSON and the LONGTEXT that MariaDB calls JSON', () => {
  expect(json.accepts(sourceColumn('json'))).toBe(true)
  expect(json.accepts(sourceColumn('longtext'))).toBe(true)
  expect(json.accepts(sourceColumn('text'))).toBe(false)
})
