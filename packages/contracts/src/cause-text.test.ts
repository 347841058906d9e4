import { expect, test } from 'vitest'
import { causeText } from './cause-text.ts'

test('a worker that threw is told by its message, without the stack', () => {
  const cause = JSON.stringify({ errorType: 'SourceReadError', errorMessage: 'cannot read', trace: ['at x.js:1'] })
  expect(causeText(cause)).toBe('cannot read')
})

test.each(['', 'plain words', '{"broken', '"text"', '{"Status":"FAILED"}'])('%j is told as it is', (cause) => {
  expect(causeText(cause)).toBe(cause)
})
