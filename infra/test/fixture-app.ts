import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WORKER_NAMES } from '@hourglass/contracts/workers'
import { synthesize } from '../src/synthesize.ts'

/** Milliseconds that a test or hook with a synth may take on a machine that is busy with other tests. */
export const SYNTH_TIMEOUT = 120_000

/** Workers and a catalog in a folder outside the repository, and a place for the Terraform. Removed on disposal. */
export interface FixtureApp extends Disposable {
  readonly root: string
  readonly workersFolder: string
  readonly catalog: string
  readonly outdir: string
}

/** @param parent where to make the folder; two fixtures in different folders must synthesize to the same bytes */
export function fixtureApp(parent = tmpdir()): FixtureApp {
  mkdirSync(parent, { recursive: true })
  const root = realpathSync(mkdtempSync(join(parent, 'hourglass-fixture-')))
  const workersFolder = join(root, 'workers')
  const catalog = join(root, 'catalog')
  mkdirSync(workersFolder)
  mkdirSync(join(catalog, 'tables'), { recursive: true })
  for (const worker of WORKER_NAMES) writeFileSync(join(workersFolder, `${worker}.ts`), workerSource(worker))
  writeFileSync(join(catalog, 'tables', 'answers.ts'), TABLE)
  writeFileSync(join(catalog, 'catalog.ts'), CATALOG)
  return {
    root,
    workersFolder,
    catalog,
    outdir: join(root, 'cdktf.out'),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Synthesizes the fixture and returns where the stacks are. @param configs environments; absent: those of this repository */
export async function synthesizeFixture(
  app: FixtureApp,
  environment: string,
  configs?: readonly unknown[],
): Promise<string> {
  await synthesize({
    environment,
    ...(configs === undefined ? {} : { configs }),
    outdir: app.outdir,
    catalog: app.catalog,
    workersFolder: app.workersFolder,
  })
  return join(app.outdir, 'stacks')
}

const workerSource = (worker: string) => `
import { catalog } from '@hourglass/catalog/catalog'

export class HandlerOfFixture extends Error {}

export const handler = async (event: unknown) => ({ worker: '${worker}', tables: catalog.length, event })
`

const TABLE = `
import { DEFAULT_CHUNK_ROWS } from '@hourglass/catalog-kit/table'

export const answers = { target: 'experience.answers', split: { rows: DEFAULT_CHUNK_ROWS } }
`

const CATALOG = `
import { answers } from './tables/answers.ts'

export const catalog = [answers]
`
