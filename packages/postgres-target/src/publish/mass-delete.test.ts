import { expect, test } from 'vitest'
import { settings } from '../../test/answers.ts'
import { requestOf } from '../../test/extracts.ts'
import { checkMassDelete } from './mass-delete.ts'

/** Checks a publish of `rows` rows that would delete these. */
const check = (rows: number, candidates: number, live: number, allowMassDelete = false) => {
  const request = requestOf(settings, { fence: 1, parts: [], allowMassDelete })
  checkMassDelete({ ...request, manifest: { ...request.manifest, rows } }, { candidates, live })
}

test.each([
  ['few rows of many', 10, 5, 100],
  ['ten rows of a small table', 1, 10, 11],
  ['exactly 30 % of the rows', 700, 300, 1000],
  ['a small share of a large table', 7000, 3000, 10_000],
  ['nothing of an empty table', 0, 0, 0],
])('may delete %s', (_, rows, candidates, live) => {
  expect(() => check(rows, candidates, live)).not.toThrow()
})

test.each([
  ['too many rows and too large a share', 6999, 3001, 10_000],
  ['more than ten rows of a small table', 1, 11, 12],
  ['nearly all rows of a small table', 1, 899, 900],
  ['everything', 0, 1, 1],
])('fails when it would delete %s', (_, rows, candidates, live) => {
  expect(() => check(rows, candidates, live)).toThrow(
    `table "analytics.settings" run run-1: ${candidates} of ${live} live rows are not among the ${rows} extracted and ` +
      'would be deleted; nothing was published. If they are really gone at the source, retry with --allow-mass-delete',
  )
  expect(() => check(rows, candidates, live)).toThrow(
    expect.objectContaining({
      name: 'MassDeleteRefusedError',
      fields: { table: 'analytics.settings', run: 'run-1', candidates, live },
    }),
  )
})

test('a run that allows it may delete everything', () => {
  expect(() => check(0, 10_000, 10_000, true)).not.toThrow()
})
