import { expect, test } from 'vitest'
import { alertText } from './alert-text.ts'

test('a failed execution is one line, with the sentence of the worker', () => {
  const cause = JSON.stringify({ errorType: 'UnknownTableError', errorMessage: 'no table "x"', trace: ['at y'] })
  const detail = { name: 'r1', status: 'FAILED', error: 'UnknownTableError', cause }
  expect(alertText({ message: JSON.stringify({ detail }) })).toBe('alert: r1 FAILED: UnknownTableError: no table "x"')
})

test('an execution without a cause', () => {
  const detail = { name: 'r1', status: 'TIMED_OUT' }
  expect(alertText({ message: JSON.stringify({ detail }) })).toBe('alert: r1 TIMED_OUT')
})

test('any other message shows its subject, or itself', () => {
  expect(alertText({ subject: 'hello', message: 'x' })).toBe('alert: hello')
  expect(alertText({ message: 'x' })).toBe('alert: x')
})
