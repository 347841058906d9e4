import type { ItemReader } from '../../language/definition.ts'
import { runtimeFailure, StateFailure } from '../../language/failure.ts'
import { isObject, type Json, type JsonObject } from '../../language/json.ts'
import type { StateIo } from '../../run/state-io.ts'
import { csvLayout, readCsv } from './csv-reader.ts'
import { type Dataset, type DatasetItem, readerFailure } from './dataset.ts'
import { decompressed } from './decompress.ts'
import { readJson } from './json-reader.ts'
import { readJsonLines } from './jsonl-reader.ts'
import { readAthena, readInventory } from './manifest-reader.ts'
import { readParquet } from './parquet-reader.ts'
import type { ObjectLocation, S3Source } from './s3-source.ts'

/** The dataset an ItemReader names, cut to its MaxItems. @throws StateFailure when its arguments do not evaluate */
export async function openDataset(reader: ItemReader, io: StateIo, s3: S3Source): Promise<Dataset> {
  const config: JsonObject = reader.ReaderConfig ?? {}
  const template: Json = reader.Arguments ?? reader.Parameters ?? {}
  const field = reader.Arguments === undefined ? 'ItemReader/Parameters' : 'ItemReader/Arguments'
  const parameters = await io.template(template, field)
  if (!isObject(parameters)) throw runtimeFailure('The parameters of an ItemReader must be an object.')
  const maxItems = (await io.integer('MaxItems', config, 'ItemReader/ReaderConfig')) ?? 0
  const dataset = reader.Resource.endsWith(':s3:listObjectsV2')
    ? listing(parameters, config, s3)
    : file(parameters, config, s3)
  return { source: dataset.source, items: () => limit(dataset.items(), maxItems) }
}

async function* limit(items: AsyncIterable<DatasetItem>, most: number): AsyncGenerator<DatasetItem> {
  if (most < 0) throw readerFailure('field MaxItems must be positive')
  let count = 0
  try {
    for await (const item of items) {
      yield item
      count += 1
      // 0 means no limit.
      if (count === most) return
    }
  } catch (error) {
    if (error instanceof StateFailure) throw error
    throw readerFailure(error instanceof Error ? error.message : 'The dataset could not be read.', { cause: error })
  }
}

function listing(parameters: JsonObject, config: JsonObject, s3: S3Source): Dataset {
  const bucket = text(parameters, 'Bucket')
  const prefix = parameters['Prefix']
  const loads = config['Transformation'] === 'LOAD_AND_FLATTEN'
  const items = async function* (): AsyncGenerator<DatasetItem> {
    for await (const value of s3.list(bucket, typeof prefix === 'string' ? prefix : undefined)) {
      const key = value['Key']
      if (!loads || typeof key !== 'string') yield { value }
      // The marker object of a folder has no content to load.
      else if (!key.endsWith('/'))
        yield* withSource(readFile({ Bucket: bucket, Key: key }, config, s3), `s3://${bucket}/${key}`)
    }
  }
  return { source: `s3://${bucket}`, items }
}

async function* withSource(items: AsyncIterable<DatasetItem>, source: string): AsyncGenerator<DatasetItem> {
  for await (const item of items) yield { ...item, source }
}

function file(parameters: JsonObject, config: JsonObject, s3: S3Source): Dataset {
  const location = locationOf(parameters)
  const { ManifestType, InputType } = config
  const items = (): AsyncIterable<DatasetItem> => {
    if (ManifestType === 'ATHENA_DATA') return readAthena(location, s3, (part) => readFile(part, config, s3))
    if (ManifestType === 'S3_INVENTORY' || InputType === 'MANIFEST') return readInventory(location, s3)
    return readFile(location, config, s3)
  }
  return { source: `s3://${location.Bucket}/${location.Key}`, items }
}

async function* readFile(location: ObjectLocation, config: JsonObject, s3: S3Source): AsyncGenerator<DatasetItem> {
  const { InputType, ItemsPointer } = config
  if (InputType === 'PARQUET') {
    yield* readParquet(location, s3)
    return
  }
  const body = decompressed(await s3.open(location), location.Key)
  if (InputType === 'CSV') yield* readCsv(body, csvLayout(config))
  else if (InputType === 'JSONL') yield* readJsonLines(body)
  else if (InputType === 'JSON') yield* readJson(body, typeof ItemsPointer === 'string' ? ItemsPointer : undefined)
  else
    throw readerFailure(
      `The InputType ${JSON.stringify(InputType ?? null)} is not one of CSV, JSON, JSONL, MANIFEST and PARQUET.`,
    )
}

function locationOf(parameters: JsonObject): ObjectLocation {
  const { VersionId, ExpectedBucketOwner } = parameters
  return {
    Bucket: text(parameters, 'Bucket'),
    Key: text(parameters, 'Key'),
    ...(typeof VersionId === 'string' ? { VersionId } : {}),
    ...(typeof ExpectedBucketOwner === 'string' ? { ExpectedBucketOwner } : {}),
  }
}

function text(parameters: JsonObject, name: string): string {
  const value = parameters[name]
  if (typeof value === 'string' && value !== '') return value
  throw runtimeFailure(`The ItemReader needs a ${name} that is a string.`)
}
