import { describe, expect, test } from 'vitest'
import { checkWrite, judgeRead, readConditions } from './conditions.ts'
import type { ObjectRecord } from './records.ts'

const modified = Date.UTC(2026, 0, 1, 12, 0, 0, 500)
const object: ObjectRecord = { key: 'k', etag: 'abc', size: 1, lastModified: modified, headers: {}, segments: [] }
const SAME = 'Thu, 01 Jan 2026 12:00:00 GMT'
const BEFORE = 'Thu, 01 Jan 2026 11:59:59 GMT'

test.each([
  [{}, 'ok'],
  [{ 'if-match': '"abc"' }, 'ok'],
  [{ 'if-match': 'abc' }, 'ok'],
  [{ 'if-match': '*' }, 'ok'],
  [{ 'if-match': '"x", "abc"' }, 'ok'],
  [{ 'if-match': '"x"' }, 'failed'],
  [{ 'if-none-match': '"abc"' }, 'not-modified'],
  [{ 'if-none-match': '"x"' }, 'ok'],
  [{ 'if-modified-since': SAME }, 'not-modified'],
  [{ 'if-modified-since': BEFORE }, 'ok'],
  [{ 'if-unmodified-since': SAME }, 'ok'],
  [{ 'if-unmodified-since': BEFORE }, 'failed'],
  [{ 'if-match': '"abc"', 'if-unmodified-since': BEFORE }, 'ok'],
  [{ 'if-none-match': '"x"', 'if-modified-since': SAME }, 'ok'],
])('a read with %o is %s', (headers, expected) => {
  expect(judgeRead(readConditions(headers), object)).toBe(expected)
})

describe('a write', () => {
  test.each([
    [{}, object],
    [{}, undefined],
    [{ 'if-none-match': '*' }, undefined],
    [{ 'if-match': '"abc"' }, object],
    [{ 'if-match': '*' }, object],
  ])('with %o is allowed over %o', (headers, current) => {
    expect(() => checkWrite(headers, 'k', current)).not.toThrow()
  })

  test.each([
    [{ 'if-none-match': '*' }, object, 'PreconditionFailed'],
    [{ 'if-match': '"x"' }, object, 'PreconditionFailed'],
    [{ 'if-match': '"abc"' }, undefined, 'NoSuchKey'],
    [{ 'if-none-match': '"abc"' }, undefined, 'NotImplemented'],
  ])('fails when %o meets %o', (headers, current, code) => {
    expect(() => checkWrite(headers, 'k', current)).toThrow(expect.objectContaining({ code }))
  })
})
