import { stripVTControlCharacters } from 'node:util'
import { retryTable } from '@hourglass/cloud/retry'
import { waitForTable } from '@hourglass/cli/commands/retry'
import { findReport } from '@hourglass/cloud/runs'
import { describeRun } from '@hourglass/cli/watch-run'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabases, testDatabases } from '../support/databases.ts'
import { type Removal, withoutAction } from '../support/edit-policies.ts'
import { readText } from '../support/objects.ts'
import { synthesizedOnce } from '../support/shared.ts'
import {
  breakLastChunk,
  CHUNKED,
  makeBreakable,
  repairLastChunk,
  SMALL_CHUNKS,
  WHOLE,
} from '../support/small-chunks.ts'
import { fillDemo } from '../support/source.ts'
import { testLocal } from '../support/test-local.ts'

/* The synthesized policies allow what a run does, and each action in them that a run needs is needed. */

let databases: TestDatabases
let synthesized: string

beforeAll(async () => {
  databases = await testDatabases()
  await fillDemo(databases.mysql)
  await makeBreakable(databases.mysql)
  synthesized = await synthesizedOnce(SMALL_CHUNKS)
})

afterAll(async () => {
  await databases[Symbol.asyncDispose]()
})

/** Grants that a run on one machine does not use, and why they stay. A new one belongs into the policy's review. */
const UNUSED = [
  // Asked only for an object that is missing, to tell that from one that is forbidden.
  'load-worker TellMissingFromForbidden s3:ListBucket',
  'publish-worker TellMissingFromForbidden s3:ListBucket',
  'stage-worker TellMissingFromForbidden s3:ListBucket',
  // An upload in pieces that failed, and results so large that they are written in pieces.
  'extract-and-load-worker AbortUploads s3:AbortMultipartUpload',
  'extract-worker AbortUploads s3:AbortMultipartUpload',
  'hourly-sync-machine WriteResults s3:AbortMultipartUpload',
  'hourly-sync-machine WriteResults s3:GetObject',
  'hourly-sync-machine WriteResults s3:ListMultipartUploadParts',
  'sync-table-machine WriteResults s3:AbortMultipartUpload',
  'sync-table-machine WriteResults s3:GetObject',
  'sync-table-machine WriteResults s3:ListMultipartUploadParts',
  // This catalog has no model to build.
  'build-model-machine InvokeWorkers lambda:InvokeFunction',
  'build-worker ReadSecrets secretsmanager:GetSecretValue',
  'build-worker UseSecretKey kms:Decrypt',
  // The worker reads parts only where Postgres does not pull them itself.
  'load-worker ReadObjects s3:GetObject',
  // Run by schedules, which are off here.
  'hourly-schedule EncryptWhatFailed kms:Decrypt',
  'hourly-schedule EncryptWhatFailed kms:GenerateDataKey',
  'hourly-schedule KeepWhatFailed sqs:SendMessage',
  'hourly-schedule StartRun states:StartExecution',
  'migrate-schedule RunMigrate lambda:InvokeFunction',
  'migrate-worker UseSecretKey kms:Decrypt',
  'migrate-worker UseSecretKey kms:GenerateDataKey',
  'migrate-worker ReadSecrets secretsmanager:GetSecretValue',
  'migrate-worker StoreFirstSecrets secretsmanager:PutSecretValue',
]

test('an hour, the next one and a retry: no call is denied, and what no call used is known', async () => {
  await using cloud = await testLocal({ databases, synthesized })
  expect((await cloud.run()).run.status).toBe('SUCCEEDED')
  await databases.mysql.query("update surveys set title = 'changed' order by id limit 3")
  await breakLastChunk(databases.mysql)
  const failed = await cloud.run({ mode: 'full' })
  expect(failed.run.status).toBe('FAILED')
  await repairLastChunk(databases.mysql)
  const retried = await retryTable(cloud.local.cloud, CHUNKED.target, failed.run.name)
  expect((await waitForTable(cloud.local.cloud, retried)).outcome?.result).toBe('published')

  const { deniedCalls, unusedGrants } = cloud.local.aws.stats()
  expect(deniedCalls).toEqual([])
  const unused = unusedGrants.map(({ role, origin, action }) =>
    [role.replace('hourglass-local-', ''), origin.replace(/^.*statement /, ''), action].join(' '),
  )
  expect(unused.sort()).toEqual(UNUSED.toSorted())
})

interface Case extends Removal {
  readonly table: string
  /** What the message must name. */
  readonly resource: string
}

const CASES: readonly Case[] = [
  {
    of: 'plan-run',
    action: 'secretsmanager:GetSecretValue',
    table: WHOLE.target,
    resource: ':secret:hourglass-local-',
  },
  { of: 'plan-table', action: 's3:PutObject', table: WHOLE.target, resource: '/analytics.surveys/chunks.json' },
  { of: 'extract-and-load', action: 's3:PutObject', table: WHOLE.target, resource: '/analytics.surveys/parts/c00001' },
  { of: 'extract', action: 'kms:GenerateDataKey', table: CHUNKED.target, resource: 'arn:aws:kms:' },
  { of: 'finish', action: 's3:PutObject', table: WHOLE.target, resource: '/report.json' },
  {
    of: 'sync-table',
    action: 'lambda:InvokeFunction',
    table: WHOLE.target,
    resource: ':function:hourglass-local-plan-table',
  },
  {
    of: 'hourly-sync',
    action: 'states:StartExecution',
    statement: 'StartExecutions',
    table: WHOLE.target,
    resource: ':stateMachine:hourglass-local-sync-table',
  },
]

test.each(CASES)('without $action, the role of $of fails the run by name', async (removal) => {
  const { action, resource, table } = removal
  await using edited = await withoutAction(synthesized, removal)
  await using cloud = await testLocal({ databases, synthesized: edited.folder })
  const progress = await cloud.run({ mode: 'full', tables: [table] })
  // A run that could not end has not freed its tables for the next case.
  await databases.postgres.query('delete from hourglass.table_leases')

  expect(progress.run.status).toBe('FAILED')
  // The run itself says it, wherever below it the call was made: a person who reads an alert sees nothing else.
  expect(progress.run.cause).toContain(`lacks ${action} on arn:aws:`)
  expect(progress.run.cause).toContain(resource)
  const [denied] = cloud.local.aws.stats().deniedCalls
  expect(denied?.action).toBe(action)
  expect(denied?.resource).toContain(resource)
})

test('a denied call of a Map child is told by report, status and retry, with how many children failed', async () => {
  const removal = { of: 'load', action: 'secretsmanager:GetSecretValue' }
  await using edited = await withoutAction(synthesized, removal)
  await using cloud = await testLocal({ databases, synthesized: edited.folder })
  const progress = await cloud.run({ mode: 'full', tables: [CHUNKED.target] })
  await databases.postgres.query('delete from hourglass.table_leases')
  const sentence = `lacks ${removal.action} on arn:aws:secretsmanager:`

  const report = await findReport(cloud.local.cloud, progress.bucket, progress.run.name)
  const [table] = report?.tables ?? []
  if (table?.result !== 'failed' || !table.children) throw new Error('the report names no failed child')
  expect(table.cause).toContain(sentence)
  expect(table.children).toMatchObject({ step: 'Load', others: 0 })
  expect(table.children.failed).toBeLessThanOrEqual(table.children.children ?? 0)
  const page = await readText(cloud, progress.bucket, s3Keys.report(progress.run.name, 'html'))
  expect(page).toContain('children of Load failed')
  expect(page).toContain(`lacks ${removal.action} on`)
  const { bucket, key } = table.children.records
  expect(await readText(cloud, bucket, key)).toContain(sentence)

  const text = stripVTControlCharacters(describeRun(progress, Number.POSITIVE_INFINITY))
  expect(text).toMatch(/\d+ of \d+ children of Load failed/)
  expect(text).toContain(sentence)
  expect(text).toContain(`s3://${bucket}/${key}`)
  expect(text).not.toContain('tolerated failure threshold')

  const retried = await retryTable(cloud.local.cloud, CHUNKED.target, progress.run.name)
  const again = await waitForTable(cloud.local.cloud, retried)
  expect(again.children?.errors[0]?.cause).toContain(sentence)
  expect(again.children?.records.key).toContain('/Redrive-1/')
})

test('without the right to redrive its Map Runs, a state machine is not even created', async () => {
  await using edited = await withoutAction(synthesized, { of: 'sync-table', action: 'states:RedriveExecution' })
  await expect(testLocal({ databases, synthesized: edited.folder })).rejects.toThrow(
    'lacks states:RedriveExecution on arn:aws:states:',
  )
})
