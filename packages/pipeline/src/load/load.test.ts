import { manifest, type TableState } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers, tags } from '../../test/tables.ts'
import { inputFor, notes, planOf, world, type World } from '../../test/world.ts'
import { extractChunks } from '../extract/extract.ts'
import { planTable } from '../plan/plan-table.ts'
import { loadManifest, loadParts } from './load.ts'
import { stage } from './stage.ts'

/** Four rows in two parts, staged and not yet loaded. */
async function staged(): Promise<{ readonly deps: World; readonly state: TableState }> {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c', 'd']))
  const state = await planTable(deps, inputFor(answers))
  if (state.action === 'skip') throw new Error('there is something to extract')
  await extractChunks(deps, state, (await planOf(deps, inputFor(answers))).chunks, 'a1')
  return { deps, state: await stage(deps, state) }
}

const loads = ({ logs }: World) =>
  logs.filter(([line]) => line === 'info: part loaded').map(([, { rows, loaded }]) => [rows, loaded])

test('loads every part of the sealed manifest, once', async () => {
  const { deps, state } = await staged()
  await loadManifest(deps, state)
  await loadManifest(deps, state)
  expect(loads(deps)).toEqual([
    [3, true],
    [1, true],
    [3, false],
    [1, false],
  ])
  expect(deps.logs.at(-1)?.[1]).toMatchObject({
    run: 'r1',
    table: 'analytics.answers',
    part: 'runs/r1/analytics.answers/parts/c00002-a1-0.copy.gz',
  })
})

test('loads the parts that it is given, in the object that the plan names', async () => {
  const { deps, state } = await staged()
  const { parts } = await deps.store.getJson(state.manifest.key, manifest)
  const objects: unknown[] = []
  const target: World['target'] = {
    ...deps.target,
    loadPart: async (...args) => {
      objects.push([args[1], args[3]])
      return deps.target.loadPart(...args)
    },
  }
  await loadParts({ ...deps, target }, state, parts.slice(1))
  expect(objects).toEqual([[state.staging, { bucket: 'memory', key: parts[1]?.key }]])
  expect(loads(deps)).toEqual([[1, true]])
})

test('fails when a part is not the one that was extracted', async () => {
  const { deps, state } = await staged()
  deps.store.overwrite('runs/r1/analytics.answers/parts/c00001-a1-0.copy.gz', Buffer.from('other'))
  await expect(loadManifest(deps, state)).rejects.toMatchObject({ name: 'ObjectMissingError' })
  expect(loads(deps)).toEqual([])
})

test('fails when nothing was sealed, and when the catalog has no such table', async () => {
  const { deps, state } = await staged()
  await expect(loadManifest({ ...deps, catalog: [tags] }, state)).rejects.toMatchObject({ name: 'UnknownTableError' })
  deps.store.remove(state.manifest.key)
  await expect(loadManifest(deps, state)).rejects.toMatchObject({ name: 'ObjectMissingError' })
})

test('renews the lease of the table', async () => {
  const { deps, state } = await staged()
  deps.time.now = new Date(deps.time.now.getTime() + 299_000)
  await loadParts(deps, state, [])
  deps.time.now = new Date(deps.time.now.getTime() + 299_000)
  expect(await deps.target.leaseTable(answers, { run: 'r2', seconds: 1 })).toMatchObject({ held: false, by: 'r1' })
})
