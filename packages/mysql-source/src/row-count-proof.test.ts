import { expect, test } from 'vitest'
import { checkAllArrived } from './row-count-proof.ts'

const PLACE = 'table "analytics.answers", chunk c00001'

test.each([0, 1, 250_000])('%s rows were read, as many as arrived', (rows) => {
  expect(() => checkAllArrived(PLACE, rows, rows)).not.toThrow()
})

test.each([
  ['a row is missing', 1, 2],
  ['all rows are missing', 0, 2],
  ['more were read than arrived', 3, 2],
])('fails when %s, and is retried', (_, read, arrived) => {
  const check = () => checkAllArrived(PLACE, read, arrived)
  expect(check).toThrow(`${PLACE}: ${read} rows were read of ${arrived} that arrived; it is read again`)
  expect(check).toThrow(expect.objectContaining({ name: 'SourceUnavailableError', retryable: true }))
})
