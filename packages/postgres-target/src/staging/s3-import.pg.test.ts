import { gzipSync } from 'node:zlib'
import { ObjectMissingError, TargetWriteError } from '@hourglass/contracts/errors'
import { ownPostgres } from '@hourglass/testing/own-postgres'
import { testS3 } from '@hourglass/local-cloud/testing/test-s3'
import { expect, test } from 'vitest'
import { answers, copyText, manyRows } from '../../test/answers.ts'
import { partOf, requestOf } from '../../test/extracts.ts'
import { optionsFor, testTarget } from '../../test/target.ts'
import { createTarget } from '../target.ts'

/** A target that loads through aws_s3, with its staging made, and a bucket to read from. */
async function loadingFromS3() {
  const s3 = await testS3()
  const postgres = await ownPostgres()
  await postgres.readFrom(s3)
  const target = createTarget({ ...optionsFor(postgres.url()), loadWith: 'aws_s3', region: s3.region })
  await target.migrate()
  await target.ensureTable(answers)
  await target.prepareStaging(answers, 'staging_1')
  const open = (): AsyncIterable<Buffer> => {
    throw new Error('the bytes must not pass through the worker')
  }
  return {
    target,
    put: (key: string, body: Buffer) => s3.put(key, body, 'gzip'),
    load: (key: string, rows: number) =>
      target.loadPart(answers, 'staging_1', partOf(key, rows), { bucket: s3.bucket, key }, open),
    async [Symbol.asyncDispose]() {
      await target.close()
      await postgres[Symbol.asyncDispose]()
      await s3[Symbol.asyncDispose]()
    },
  }
}

test('Postgres pulls gzipped parts itself; row counts are checked; everything is publishable', async () => {
  await using t = await loadingFromS3()
  const keys = ['runs/r/analytics.answers/parts/c00000-a-0.copy.gz', "odd/it's é.copy.gz"] as const
  await t.put(keys[0], gzipSync(copyText(manyRows(1000, 'tab\t \\N ü'))))
  await t.put(keys[1], gzipSync(copyText([{ id: 1001, note: null }])))
  expect(await t.load(keys[0], 1000)).toEqual({ loaded: true })
  expect(await t.load(keys[0], 1000)).toEqual({ loaded: false })

  await expect(t.load(keys[1], 2)).rejects.toThrow(TargetWriteError)
  expect(await t.load(keys[1], 1)).toEqual({ loaded: true })

  const request = requestOf(answers, { fence: 1, parts: [manyRows(1000), [{ id: 1001 }]] })
  const parts = [partOf(keys[0], 1000), partOf(keys[1], 1)]
  const answer = await t.target.publish({ ...request, manifest: { ...request.manifest, parts } })
  expect(answer).toMatchObject({ counts: { staged: 1001, inserted: 1001 } })
})

test('fails by name when the object is missing or does not fit', async () => {
  await using t = await loadingFromS3()
  await expect(t.load('absent.copy.gz', 1)).rejects.toThrow(ObjectMissingError)
  await t.put('bad.copy.gz', gzipSync(copyText([{ id: 1, score: 'secret-value' }])))
  const error = await t.load('bad.copy.gz', 1).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'TargetWriteError', fields: { sqlstate: '22P02', column: 'score' } })
  expect(JSON.stringify(error) + String(error)).not.toContain('secret-value')
})

test('fails with what to install when Postgres has no aws_s3', async () => {
  await using t = await testTarget({ loadWith: 'aws_s3' })
  await t.target.prepareStaging(answers, 'staging_1')
  const loading = t.target.loadPart(answers, 'staging_1', partOf('k', 1), { bucket: 'b', key: 'k' }, () => {
    throw new Error('not read')
  })
  await expect(loading).rejects.toThrow(/create extension aws_s3 cascade/)
})
