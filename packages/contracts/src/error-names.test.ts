import type { HourglassError } from '@hourglass/core/errors'
import { expect, test } from 'vitest'
import { RETRYABLE_ERRORS, TERMINAL_ERRORS } from './error-names.ts'
import * as errors from './errors.ts'

const instances = Object.entries(errors).map(([exported, constructor]) => {
  const error =
    exported === 'UnknownTableError'
      ? new errors.UnknownTableError(['x'], ['y'])
      : new (constructor as new (message: string) => HourglassError)('message')
  return { exported, error }
})

test('each error is named literally after its class', () => {
  for (const { exported, error } of instances) expect(error.name).toBe(exported)
})

test('the lists that state machines match on are exactly the errors that exist', () => {
  const named = (retryable: boolean) =>
    instances.filter(({ error }) => error.retryable === retryable).map(({ exported }) => exported)
  expect(named(true).sort()).toEqual([...RETRYABLE_ERRORS].sort())
  expect(named(false).sort()).toEqual([...TERMINAL_ERRORS].sort())
})

test('an unknown table is reported with the names that exist', () => {
  const error = new errors.UnknownTableError(['analytics.anwsers'], ['analytics.answers', 'analytics.surveys'])
  expect(error.message).toBe(
    'the catalog has no table "analytics.anwsers"; it has: analytics.answers, analytics.surveys',
  )
})
