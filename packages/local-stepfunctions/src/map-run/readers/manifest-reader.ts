import { isObject, type Json, type JsonObject, tryParseJson } from '../../language/json.ts'
import { csvRows, toObject } from './csv-reader.ts'
import { type DatasetItem, readerFailure } from './dataset.ts'
import { decompressed } from './decompress.ts'
import type { ObjectLocation, S3Source } from './s3-source.ts'
import { linesOf, textOf } from './text-lines.ts'

/** Reads the rows of one file of an Athena manifest. */
export type ReadFile = (location: ObjectLocation) => AsyncIterable<DatasetItem>

/** Items of an S3 inventory: the rows of every CSV file its manifest.json lists, named by `fileSchema`. @throws StateFailure */
export async function* readInventory(location: ObjectLocation, s3: S3Source): AsyncGenerator<DatasetItem> {
  let text = ''
  for await (const part of textOf(await s3.open(location))) text += part
  const manifest = tryParseJson(text)
  if (!isObject(manifest ?? null)) throw readerFailure('The S3 inventory manifest is not a JSON object.')
  const { fileFormat, fileSchema, files, destinationBucket } = manifestFields(manifest ?? null)
  if (fileFormat !== 'CSV')
    throw readerFailure(`The S3 inventory must be in CSV format but is in ${JSON.stringify(fileFormat ?? null)}.`)
  if (typeof fileSchema !== 'string' || !Array.isArray(files))
    throw readerFailure('The S3 inventory manifest has no fileSchema or no files.')
  const columns = fileSchema.split(',').map((name) => name.trim())
  const bucket =
    typeof destinationBucket === 'string' ? destinationBucket.replace(/^arn:[^:]+:s3:::/, '') : location.Bucket
  for (const file of files) {
    const key = isObject(file) ? file['key'] : undefined
    if (typeof key !== 'string') throw readerFailure('A file of the S3 inventory manifest has no key.')
    const body = decompressed(await s3.open({ Bucket: bucket, Key: key }), key)
    for await (const row of csvRows(body, ',')) yield { value: toObject(columns, row) }
  }
}

/** Items of an Athena UNLOAD: the rows of every file its manifest lists, one `s3://bucket/key` a line. @throws StateFailure */
export async function* readAthena(
  location: ObjectLocation,
  s3: S3Source,
  readFile: ReadFile,
): AsyncGenerator<DatasetItem> {
  for await (const line of linesOf(await s3.open(location))) {
    const path = line.trim().replace(/^"|"$/g, '')
    if (path === '') continue
    const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(path)
    if (match?.[1] === undefined || match[2] === undefined)
      throw readerFailure(`The manifest lists ${JSON.stringify(path)}, which is not of the form s3://bucket/key.`)
    yield* readFile({ Bucket: match[1], Key: match[2] })
  }
}

function manifestFields(manifest: Json): JsonObject {
  return isObject(manifest) ? manifest : {}
}
