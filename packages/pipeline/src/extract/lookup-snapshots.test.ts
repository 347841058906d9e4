import type { LookupSnapshot } from '@hourglass/contracts/lookups'
import { expect, test } from 'vitest'
import { companies, jobs } from '../../test/tables.ts'
import { world, type World } from '../../test/world.ts'
import { fingerprintOf, lookupProblems, sha256, snapshotLookups } from './lookup-snapshots.ts'

/** Companies one to three; `plan` is the plan of the first one. */
function withCompanies(plan = 'trial'): World {
  const deps = world({ catalog: [companies, jobs] })
  deps.database.write(companies, [
    { id: '1', plan },
    { id: '2', plan: 'team' },
    { id: '3', plan: null },
  ])
  return deps
}

test('the first table of a run that looks a table up writes it; the others adopt that object', async () => {
  const deps = withCompanies()
  const [first] = await snapshotLookups(deps, 'r1', jobs)
  deps.database.write(companies, [{ id: '1', plan: 'other' }])
  expect(await snapshotLookups(deps, 'r1', jobs)).toEqual([first])
  const text = deps.store.textOf(first?.key ?? '') ?? ''
  expect(first).toEqual({
    table: 'analytics.companies',
    key: expect.stringMatching(/^runs\/r1\/lookups\/analytics\.companies-[0-9a-f]{12}\.json\.gz$/),
    sha256: sha256(text),
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    rows: 2,
    leftOut: 1,
    bytes: text.length,
  })
  expect(deps.logs).toHaveLength(1)
})

test('of two that read it at once, the object that was written first counts for both', async () => {
  const deps = withCompanies()
  const [first] = await snapshotLookups(deps, 'r1', jobs)
  const slow = withCompanies('other')
  // It has looked before the first one wrote.
  let asked = 0
  const store: World['store'] = {
    ...deps.store,
    findPacked: async (key) => (asked++ === 0 ? null : deps.store.findPacked(key)),
  }
  expect(await snapshotLookups({ ...slow, store }, 'r1', jobs)).toEqual([first])
  expect(slow.logs).toEqual([])
})

test('fails when the object that was written first is gone', async () => {
  const deps = withCompanies()
  const store: World['store'] = {
    ...deps.store,
    findPacked: async () => null,
    putPackedOnce: async () => ({ written: false }),
  }
  const failure = snapshotLookups({ ...deps, store }, 'r1', jobs)
  await expect(failure).rejects.toMatchObject({ name: 'ObjectMissingError' })
  await expect(failure).rejects.toThrow('there is no object s3://memory/runs/r1/lookups/analytics.companies-')
})

test('a table that looks nothing up has no snapshot and no problem', async () => {
  const deps = withCompanies()
  expect(await snapshotLookups(deps, 'r1', companies)).toEqual([])
  expect(await lookupProblems(deps, companies)).toEqual([])
  expect(await lookupProblems(deps, jobs)).toEqual([])
})

test('every problem of a looked-up table is told', async () => {
  const deps = withCompanies()
  deps.database.alter(companies, (columns) => columns.map((column) => ({ ...column, nullable: true })))
  const problems = await lookupProblems(deps, jobs)
  expect(problems).toHaveLength(2)
  await expect(snapshotLookups(deps, 'r1', jobs)).rejects.toThrow(problems.join('; '))
})

test('a fingerprint is the same in any order of rows, and another one when a key or a taken value changes', () => {
  const of = (...rows: readonly (readonly [string, readonly unknown[]])[]) => {
    const snapshot: LookupSnapshot = { columns: ['id', 'name', 'plan'], leftOut: 0, rows: new Map(rows) }
    return fingerprintOf(snapshot, ['plan'])
  }
  const [a, b, c] = [
    ['10', [10, 'x', 'trial']],
    ['9', [9, 'y', null]],
    ['8', [8, 'z', 'team']],
  ] as const
  expect(of(a, b, c)).toBe(of(c, a, b))
  expect(of(a, b, c)).toBe(of(b, c, a))
  expect(of(a, b)).not.toBe(of(a))
  expect(of(a, b)).not.toBe(of(a, ['9', [9, 'y', 'trial']]))
  expect(of(a, b)).not.toBe(of(a, ['7', [7, 'y', null]]))
})
