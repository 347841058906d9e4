import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { synthesize } from '@hourglass/cli/local/synth'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillDemo } from '../support/source.ts'
import { invoke } from '../support/invoke.ts'
import { outcomeOf, type TestLocal, testLocal } from '../support/test-local.ts'

/* Each wrong input gets one clear error, and nothing is lost or half published. */

let cloud: TestLocal

beforeAll(async () => {
  cloud = await testLocal()
  await fillDemo(cloud.mysql, 10_000)
})

afterAll(async () => {
  await cloud[Symbol.asyncDispose]()
})

async function failureOf(input: object): Promise<string> {
  const progress = await cloud.run(input)
  expect(progress.run.status).toBe('FAILED')
  expect(progress.tables).toEqual([])
  return `${progress.run.error}: ${progress.run.cause}`
}

test('a table name that the catalog does not have', async () => {
  const failure = await failureOf({ tables: ['analytics.anwsers'] })
  expect(failure).toContain('UnknownTableError')
  expect(failure).toContain('the catalog has no table \\"analytics.anwsers\\"')
  expect(failure).toContain('analytics.answers')
})

test('a run input with three mistakes names all three', async () => {
  const failure = await failureOf({ scheduledAt: 'nine', mode: 'everything', colour: 'blue' })
  expect(failure).toContain('InvalidInputError')
  for (const field of ['scheduledAt', 'mode', 'colour']) expect(failure).toContain(field)
})

test('a source table that is dropped between plan and extract', async () => {
  const input = {
    run: 'dropped',
    table: 'analytics.surveys',
    mode: 'incremental',
    attempt: 1,
    chunkConcurrency: 1,
    allowMassDelete: false,
  }
  await cloud.run({ tables: ['analytics.surveys'] })
  await cloud.mysql.query('update surveys set title = title, updated_at = now(6)')
  const planned = await invoke(cloud, 'plan-table', input)
  expect(planned.error).toBeNull()
  await cloud.mysql.query('rename table surveys to surveys_gone')
  const { error } = await invoke(cloud, 'extract-and-load', planned.result)
  await cloud.mysql.query('rename table surveys_gone to surveys')

  expect(error?.errorType).toBe('SourceTableChangedError')
  expect(error?.errorMessage).toContain('surveys')
  const [row] = await cloud.postgres.query<{ n: string }>('select count(*) as n from analytics.surveys')
  expect(Number(row?.n)).toBeGreaterThan(0)
})

test('an emptied source does not empty the target, unless somebody allows it', async () => {
  const connection = await createConnection(cloud.mysql.url)
  await cloud.run({ tables: ['analytics.tags'] })
  await connection.query('create table tags_kept as select * from tags')
  await connection.query('delete from tags')
  const refused = await cloud.run({ tables: ['analytics.tags'] })
  expect(refused.tables[0]?.execution?.error).toBe('MassDeleteRefusedError')
  expect(refused.tables[0]?.execution?.cause).toContain('--allow-mass-delete')
  const [kept] = await cloud.postgres.query<{ n: string }>('select count(*) as n from analytics.tags')
  expect(Number(kept?.n)).toBeGreaterThan(0)

  const allowed = await cloud.run({ tables: ['analytics.tags'], allowMassDelete: ['analytics.tags'] })
  expect(outcomeOf(allowed, 'analytics.tags').counts?.deleted).toBe(Number(kept?.n))
  await connection.query('insert into tags select * from tags_kept')
  await connection.end()
})

test('a catalog with three mistakes stops synth with one message that names all three', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-catalog-'))
  await mkdir(path.join(folder, 'tables'))
  await writeFile(
    path.join(folder, 'tables', 'orders.ts'),
    `import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
export const orders = defineTable({
  source: 'orders', target: 'orders', doc: '', owner: 'shop',
  columns: { id: col.bigint({ doc: 'Key.' }), note: col.text({ doc: '' }) },
  primaryKey: ['id'], load: { mode: 'replace' },
})
`,
  )
  await writeFile(
    path.join(folder, 'catalog.ts'),
    `import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import { orders } from './tables/orders.ts'
export const catalog = defineCatalog([orders])
`,
  )
  const failure = await synthesize(path.join(folder, 'out'), folder).catch((thrown: unknown) => String(thrown))
  await rm(folder, { recursive: true, force: true })
  expect(failure).toContain('orders.ts')
  for (const field of ['target', 'doc', 'note']) expect(failure).toContain(field)
})
