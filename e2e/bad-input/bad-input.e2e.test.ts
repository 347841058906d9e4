import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { synthesize } from '@hourglass/local/synth'
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { type FaultProxy, faultProxy } from '@hourglass/testing/fault-proxy'
import { testMysqlUrl } from '@hourglass/testing/server-urls'
import { createConnection } from 'mysql2/promise'
import { z } from 'zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillDemo } from '../support/source.ts'
import { kill } from '../support/worker-processes.ts'
import { invoke } from '../support/invoke.ts'
import { outcomeOf, tableOf, type TestLocal, testLocal } from '../support/test-local.ts'

/* Each wrong input gets one clear error, and nothing is lost or half published. */

let cloud: TestLocal
let proxy: FaultProxy

beforeAll(async () => {
  proxy = await faultProxy(testMysqlUrl())
  cloud = await testLocal({ throughSource: (url) => proxy.through(url) })
  await fillDemo(cloud.mysql)
})

afterAll(async () => {
  await cloud[Symbol.asyncDispose]()
})

/** Gives workers another MySQL password from now on. */
async function changePassword(password: string) {
  const { endpoint, region, credentials } = cloud.local.connection
  const secrets = new SecretsManagerClient({ endpoint, region, credentials })
  const SecretId = 'hourglass-local-mysql'
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }))
  const { username } = z.object({ username: z.string() }).parse(JSON.parse(SecretString ?? ''))
  const put = (text: string | undefined) => secrets.send(new PutSecretValueCommand({ SecretId, SecretString: text }))
  await put(JSON.stringify({ username, password }))
  // Workers that are warm still know the old one.
  for (const worker of ['plan-run', 'plan-table', 'publish']) kill(worker)
  return { restore: () => put(SecretString) }
}

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

test('a source table that is dropped between plan and extract [case 94]', async () => {
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
  expect(refused.run.cause).toMatch(/analytics\.tags \(MassDeleteRefusedError: .*--allow-mass-delete/)
  const [kept] = await cloud.postgres.query<{ n: string }>('select count(*) as n from analytics.tags')
  expect(Number(kept?.n)).toBeGreaterThan(0)

  const allowed = await cloud.run({ tables: ['analytics.tags'], allowMassDelete: ['analytics.tags'] })
  expect(outcomeOf(allowed, 'analytics.tags').counts?.deleted).toBe(Number(kept?.n))
  await connection.query('insert into tags select * from tags_kept')
  await connection.end()
})

test('a wrong password: one error, without the password', async () => {
  const secret = await changePassword('wrong-password')
  const failure = await failureOf({ tables: ['analytics.surveys'] })
  await secret.restore()
  expect(failure).toContain('SourceAccessError')
  expect(failure).not.toContain('wrong-password')
})

test('no space left under the S3 folder: nothing is published, and the error says so', async () => {
  await using small = await testLocal({ s3MaxBytes: 120_000 })
  await fillDemo(small.mysql)
  const progress = await small.endedSkippingWaits(await small.start({ tables: ['analytics.answers'] }))
  const failed = tableOf(progress, 'analytics.answers')
  expect(failed.execution?.error).toBe('ObjectStoreError')
  expect(failed.execution?.cause).toContain('no space left')
  expect(progress.run.cause).toContain('no space left')
  const [row] = await small.postgres.query<{ n: string }>('select count(*) as n from analytics.answers')
  expect(row?.n).toBe('0')
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

test('MySQL that is gone: retried, then one error that says where', async () => {
  await proxy[Symbol.asyncDispose]()
  const progress = await cloud.endedSkippingWaits(await cloud.start({ tables: ['analytics.surveys'] }))
  expect(progress.run.error).toBe('SourceUnavailableError')
  expect(progress.run.cause).toContain('MySQL at 127.0.0.1')
})
