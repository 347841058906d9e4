import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { fixtureApp, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { unzipTo } from '../../test/unzip-to.ts'
import { BundleError } from '../errors.ts'
import { bundleWorkers, BUNDLE_ENTRY } from './bundle-workers.ts'

vi.setConfig({ testTimeout: SYNTH_TIMEOUT })

const fixture = fixtureApp()
afterAll(() => fixture[Symbol.dispose]())

async function bundle(workers: readonly string[], catalog = fixture.catalog): Promise<ReadonlyMap<string, Buffer>> {
  const sources = new Map(workers.map((worker) => [worker, join(fixture.workersFolder, `${worker}.ts`)]))
  return bundleWorkers({ sources, catalog })
}

/** Unpacks a bundle as Lambda does, and gives its module and the folder. */
async function unpack(zip: Buffer | undefined): Promise<{ readonly loaded: Handled; readonly folder: string }> {
  const folder = mkdtempSync(join(fixture.root, 'unpacked-'))
  await unzipTo(zip ?? Buffer.alloc(0), folder)
  return { loaded: await import(join(folder, BUNDLE_ENTRY)), folder }
}

interface Handled {
  handler(event?: unknown): unknown
}

test('a bundle runs by itself and holds the catalog of the folder it was given', async () => {
  const zips = await bundle(['extract', 'load'])
  expect([...zips.keys()]).toEqual(['extract', 'load'])
  const { loaded, folder } = await unpack(zips.get('extract'))
  expect(await loaded.handler({ run: 'r1' })).toEqual({ worker: 'extract', tables: 1, event: { run: 'r1' } })
  // The catalog is what both have in common.
  expect(readdirSync(folder)).toEqual(['index.mjs', expect.stringMatching(/^shared-[0-9A-F]{8}\.mjs$/)])
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain(fixture.root)
})

test('a bundle holds only what it imports', async () => {
  writeFileSync(join(fixture.workersFolder, 'alone.ts'), `export const handler = () => 'alone'\n`)
  const zips = await bundle(['extract', 'load', 'alone'])
  const { loaded, folder } = await unpack(zips.get('alone'))
  expect(loaded.handler()).toBe('alone')
  expect(readdirSync(folder)).toEqual(['index.mjs'])
})

test('a module of Node that a CommonJS package requires is found from inside the bundle', async () => {
  writeFileSync(
    join(fixture.workersFolder, 'requires.ts'),
    `import legacy from './legacy.cjs'\nexport const handler = () => legacy.separator\n`,
  )
  writeFileSync(join(fixture.workersFolder, 'legacy.cjs'), `module.exports.separator = require('path').sep\n`)
  const { loaded } = await unpack((await bundle(['requires'])).get('requires'))
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
