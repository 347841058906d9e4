import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { fixtureApp, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { unzipEntry } from '../../test/unzip-entry.ts'
import { BundleError } from '../errors.ts'
import { bundleWorkers, BUNDLE_ENTRY } from './bundle-workers.ts'

vi.setConfig({ testTimeout: SYNTH_TIMEOUT })

const fixture = fixtureApp()
afterAll(() => fixture[Symbol.dispose]())

async function bundle(workers: readonly string[], catalog = fixture.catalog): Promise<ReadonlyMap<string, Buffer>> {
  const sources = new Map(workers.map((worker) => [worker, join(fixture.workersFolder, `${worker}.ts`)]))
  return bundleWorkers({ sources, catalog })
}

test('a bundle runs by itself and holds the catalog of the folder it was given', async () => {
  const zips = await bundle(['extract', 'load'])
  expect([...zips.keys()]).toEqual(['extract', 'load'])
  const source = await unzipEntry(zips.get('extract') ?? Buffer.alloc(0), BUNDLE_ENTRY)
  const file = join(fixture.root, 'extract-under-test.mjs')
  writeFileSync(file, source)
  const loaded: { handler(event: unknown): Promise<unknown> } = await import(file)
  expect(await loaded.handler({ run: 'r1' })).toEqual({ worker: 'extract', tables: 1, event: { run: 'r1' } })
  expect(source.toString()).not.toContain(fixture.root)
})

test('a module of Node that a CommonJS package requires is found from inside the bundle', async () => {
  writeFileSync(
    join(fixture.workersFolder, 'requires.ts'),
    `import legacy from './legacy.cjs'\nexport const handler = () => legacy.separator\n`,
  )
  writeFileSync(join(fixture.workersFolder, 'legacy.cjs'), `module.exports.separator = require('path').sep\n`)
  const zips = await bundle(['requires'])
  const file = join(fixture.root, 'requires-under-test.mjs')
  writeFileSync(file, await unzipEntry(zips.get('requires') ?? Buffer.alloc(0), BUNDLE_ENTRY))
  const loaded: { handler(): string } = await import(file)
  expect(loaded.handler()).toBe('/')
})

test('fails when workers or the catalog are missing, and names all of them', async () => {
  const failing = bundle(['nobody', 'extract', 'nothing'], join(fixture.root, 'no-catalog'))
  await expect(failing).rejects.toThrow(BundleError)
  await expect(failing).rejects.toThrow(/"nobody" has no source[\s\S]*"nothing" has no source[\s\S]*no catalog/)
})

test('fails when a worker does not compile, with the place', async () => {
  writeFileSync(
    join(fixture.workersFolder, 'broken.ts'),
    `import { nothing } from '@hourglass/no-such-package/x'\nexport const handler = nothing\n`,
  )
  await expect(bundle(['broken'])).rejects.toThrow(/broken\.ts:1: .*no-such-package/)
})
