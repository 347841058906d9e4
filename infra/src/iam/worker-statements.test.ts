import { WORKER_NAMES, type WorkerName } from '@hourglass/contracts/workers'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import { expect, test } from 'vitest'
import { workerStatements } from './worker-statements.ts'

const BUCKET = 'arn:aws:s3:::bucket'
const ACCESS = {
  bucketArn: BUCKET,
  bucketKeyArn: 'arn:aws:kms:eu-west-1:1:key/bucket',
  secretArns: [],
  secretKeyArns: [],
} as const

/** Whether a statement allows an action on a key; `*` also covers `/`, as in IAM. */
function allows(worker: WorkerName, loadWith: 'copy' | 'aws_s3', action: string, key: string): boolean {
  return workerStatements(worker, { ...ACCESS, loadWith }).some(
    (statement) =>
      statement.actions.includes(action) &&
      statement.resources.some((resource) => {
        const pattern = resource.split('*').map((text) => text.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`))
        return new RegExp(`^${pattern.join('.*')}$`).test(`${BUCKET}/${key}`)
      }),
  )
}

const RUN = '20261123T090000Z-1'
const TABLE = 'analytics.answers'

test('each kind of key is written by those workers only that make it', () => {
  const writers = (key: string) => WORKER_NAMES.filter((worker) => allows(worker, 'copy', 's3:PutObject', key))
  expect(writers(s3Keys.tables(RUN))).toEqual(['plan-run'])
  expect(writers(s3Keys.chunks(RUN, TABLE))).toEqual(['plan-table'])
  expect(writers(s3Keys.chunkRecord(RUN, TABLE, 'c00001'))).toEqual(['extract', 'extract-and-load'])
  expect(writers(s3Keys.part(RUN, TABLE, 'c00001', 'a', 0))).toEqual(['extract', 'extract-and-load'])
  expect(writers(s3Keys.quarantine(RUN, TABLE, 'c00001', 'a'))).toEqual(['extract', 'extract-and-load'])
  expect(writers(s3Keys.lookup(RUN, TABLE, 'a1'))).toEqual(['plan-table'])
  expect(writers(s3Keys.manifest(RUN, TABLE))).toEqual(['stage', 'extract-and-load'])
  expect(writers(s3Keys.report(RUN, 'html'))).toEqual(['finish'])
  expect(writers('elsewhere/file.json')).toEqual([])
})

test('with aws_s3 no worker reads rows back: Postgres pulls the parts by a role of its own', () => {
  const part = s3Keys.part(RUN, TABLE, 'c00001', 'a', 0)
  const readers = (way: 'copy' | 'aws_s3') => WORKER_NAMES.filter((worker) => allows(worker, way, 's3:GetObject', part))
  expect(readers('copy')).toEqual(['load', 'extract-and-load'])
  expect(readers('aws_s3')).toEqual([])
})

test('only streams can be aborted, and nothing can be deleted', () => {
  const aborts = WORKER_NAMES.filter((worker) =>
    workerStatements(worker, { ...ACCESS, loadWith: 'copy' }).some((statement) =>
      statement.actions.includes('s3:AbortMultipartUpload'),
    ),
  )
  expect(aborts).toEqual(['extract', 'extract-and-load'])
  const actions = WORKER_NAMES.flatMap((worker) => workerStatements(worker, { ...ACCESS, loadWith: 'copy' })).flatMap(
    (statement) => statement.actions,
  )
  expect(actions.filter((action) => /Delete|\*/.test(action))).toEqual([])
})
