import type { PublishCounts } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers } from '../../test/answers.ts'
import { checkCounts } from './count-checks.ts'

const counts: PublishCounts = {
  staged: 15,
  inserted: 4,
  updated: 3,
  unchanged: 2,
  deduplicated: 1,
  quarantined: 5,
  deleted: 7,
  late: 5,
  latestLateSeconds: 1,
}

test('every staged row is accounted for; deleted and late rows are counted apart', () => {
  expect(() => checkCounts(answers, 'r1', counts)).not.toThrow()
  expect(() => checkCounts(answers, 'r1', { ...counts, unchanged: 0, inserted: 6 })).not.toThrow()
})

test.each([
  ['a row is missing', { inserted: 3 }],
  ['a row is too many', { updated: 4 }],
  ['an unchanged row is missing', { unchanged: 1 }],
  ['a duplicate is too many', { deduplicated: 2 }],
  ['a row was set aside twice', { quarantined: 6 }],
  ['fewer than no row is unchanged', { unchanged: -1, inserted: 7 }],
])('fails when counts do not add up (I2): %s', (_, change) => {
  const wrong = { ...counts, ...change }
  const check = () => checkCounts(answers, 'r1', wrong)
  expect(check).toThrow(
    `table "analytics.answers" run r1: staged 15 is not inserted ${wrong.inserted} + updated ${wrong.updated} + ` +
      `unchanged ${wrong.unchanged} + deduplicated ${wrong.deduplicated} + quarantined ${wrong.quarantined}; nothing was published`,
  )
  expect(check).toThrow(
    expect.objectContaining({ name: 'ConservationError', fields: { table: answers.target, run: 'r1' } }),
  )
})
