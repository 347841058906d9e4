import { expect, test } from 'vitest'
import { checkAllArrived } from './row-count-proof.ts'

const PLACE = 'table "analytics.answers", chunk c00001'

test.each([
  [0, '0'],
  [1, '1'],
  [250_000, '250000'],
])('%s rows arrived, as many as MySQL sent', (arrived, sent) => {
  expect(() => checkAllArrived(PLACE, arrived, sent)).not.toThrow()
})

test.each([
  ['a row is missing', 1, '2', '1 rows arrived of 2 that MySQL sent'],
  ['the last rows are missing', 0, '2', '0 rows arrived of 2 that MySQL sent'],
  ['more arrived than were sent', 3, '2', '3 rows arrived of 2 that MySQL sent'],
  ['the server gave no count', 0, null, '0 rows arrived of an unknown number that MySQL sent'],
  ['the server gave no answer', 0, undefined, '0 rows arrived of an unknown number that MySQL sent'],
  ['the answer is no count', 0, '', '0 rows arrived of  that MySQL sent'],
])('fails when %s, and is retried', (_, arrived, sent, message) => {
  const check = () => checkAllArrived(PLACE, arrived, sent)
  expect(check).toThrow(`${PLACE}: ${message}; it is read again`)
  expect(check).toThrow(expect.objectContaining({ name: 'SourceUnavailableError', retryable: true }))
})
