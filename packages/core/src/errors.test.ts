import { expect, test } from 'vitest'
import { DefectError, HourglassError, messageOf, present } from './errors.ts'

test('an error carries its cause and fields to search by', () => {
  const cause = new Error('socket closed')
  const error = new HourglassError('cannot read', { cause, fields: { table: 'analytics.answers', chunk: 3 } })
  expect(error).toMatchObject({ name: 'HourglassError', retryable: false, cause, fields: { chunk: 3 } })
})

test('an error without a cause has none, not an undefined one', () => {
  expect('cause' in new HourglassError('x')).toBe(false)
})

test('the message of anything thrown', () => {
  expect([messageOf(new Error('a')), messageOf('b'), messageOf(undefined)]).toEqual(['a', 'b', 'undefined'])
})

test('what is present passes, and what cannot be absent is a defect that names it', () => {
  expect([present('', 'a'), present(0, 'a'), present(false, 'a')]).toEqual(['', 0, false])
  for (const absent of [null, undefined]) {
    expect(() => present(absent, 'the bound of analytics.answers')).toThrow(DefectError)
    expect(() => present(absent, 'the bound of analytics.answers')).toThrow('the bound of analytics.answers is absent')
  }
})
