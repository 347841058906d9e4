import type { Staged } from '@hourglass/contracts/target/publishing'
import { expect, test } from 'vitest'
import { answers } from '../../test/answers.ts'
import { checkLedger, checkManifest, checkRows } from './staging-checks.ts'

const manifest: Staged = {
  run: 'r1',
  table: answers.target,
  fence: 1,
  window: { lower: null, bound: null },
  rowsRead: 6,
  rowsQuarantined: 1,
  rows: 5,
  parts: [
    { key: 'p0', rows: 3 },
    { key: 'p1', rows: 2 },
  ],
}
const fields = { table: answers.target, run: 'r1' }
const ledger = (...parts: readonly (readonly [string, number])[]) => new Map(parts)

test('a manifest adds up when read = to stage + quarantined = in parts + quarantined', () => {
  expect(() => checkManifest(manifest)).not.toThrow()
})

test.each([
  ['a row more was read', { rowsRead: 7 }, 'read 7, quarantined 1, to stage 5, in parts 5'],
  ['a row less was read', { rowsRead: 5 }, 'read 5, quarantined 1, to stage 5, in parts 5'],
  ['the parts hold another number', { rows: 4, rowsRead: 5 }, 'read 5, quarantined 1, to stage 4, in parts 5'],
  ['a part is gone', { parts: manifest.parts.slice(1) }, 'read 6, quarantined 1, to stage 5, in parts 2'],
])('fails when a manifest does not add up: %s', (_, change, message) => {
  const check = () => checkManifest({ ...manifest, ...change })
  expect(check).toThrow(`table "analytics.answers" run r1: the manifest does not add up: ${message}; extract again`)
  expect(check).toThrow(expect.objectContaining({ name: 'ConservationError', fields }))
})

test('the parts in the ledger are the manifest’s, in any order', () => {
  expect(() => checkLedger(manifest, 's', ledger(['p1', 2], ['p0', 3]))).not.toThrow()
})

test.each([
  [
    'a stray part',
    ledger(['p0', 3], ['p1', 2], ['p9', 1]),
    'ConservationError',
    'part p9 was loaded but is not in the manifest; nothing was published',
  ],
  ['a missing part', ledger(['p0', 3]), 'StagingLostError', '1 of 2 parts are not loaded, first p1; load them'],
  ['no part', ledger(), 'StagingLostError', '2 of 2 parts are not loaded, first p0; load them'],
  [
    'other rows of a part',
    ledger(['p0', 3], ['p1', 1]),
    'ConservationError',
    'part p1 was loaded with 1 rows, the manifest says 2; nothing was published',
  ],
])('fails when the ledger holds %s', (_, found, name, message) => {
  const check = () => checkLedger(manifest, 's', found)
  expect(check).toThrow(`table "analytics.answers" run r1 staging "s": ${message}`)
  expect(check).toThrow(expect.objectContaining({ name, fields: { ...fields, staging: 's' } }))
})

test('staging holds the rows that were loaded, or is lost, or is wrong', () => {
  expect(() => checkRows(answers, manifest, 5)).not.toThrow()
  const about = (rows: number) => `table "analytics.answers" run r1: staging holds ${rows} rows, 5 were loaded`
  const all = (rows: number, name: string) => expect.objectContaining({ name, fields: { ...fields, rows, loaded: 5 } })
  expect(() => checkRows(answers, manifest, 4)).toThrow(
    `${about(4)}; a crash empties it. Nothing was published; stage and load again`,
  )
  expect(() => checkRows(answers, manifest, 4)).toThrow(all(4, 'StagingLostError'))
  expect(() => checkRows(answers, manifest, 6)).toThrow(`${about(6)}; nothing was published`)
  expect(() => checkRows(answers, manifest, 6)).toThrow(all(6, 'ConservationError'))
})
