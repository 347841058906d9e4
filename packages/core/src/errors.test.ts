import { expect, test } from 'vitest'
import { HourglassError, messageOf } from './errors.ts'

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
