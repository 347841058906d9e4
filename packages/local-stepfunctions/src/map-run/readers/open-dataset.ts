import type { ItemReader } from '../../language/definition.ts'
import { runtimeFailure } from '../../language/failure.ts'
import { isObject, type Json, type JsonObject } from '../../language/json.ts'
import type { StateIo } from '../../run/state-io.ts'
import type { Dataset, DatasetItem } from './dataset.ts'
import { readerFailure } from './dataset.ts'
import { readJson } from './json-reader.ts'
import type { ObjectLocation, S3Source } from './s3-source.ts'

/** The dataset an ItemReader names, cut to its MaxItems. @throws StateFailure when its arguments do not evaluate */
export async function openDataset(reader: ItemReader, io: StateIo, s3: S3Source): Promise<Dataset> {
  const config: JsonObject = reader.ReaderConfig ?? {}
  const template: Json = reader.Arguments ?? reader.Parameters ?? {}
  const parameters = await io.template(
    template,
    reader.Arguments === undefined ? 'ItemReader/Parameters' : 'ItemReader/Arguments',
  )
  if (!isObject(parameters)) throw runtimeFailure('The parameters of an ItemReader must be an object.')
  const maxItems = (await io.integer('MaxItems', config)) ?? 0
  const dataset = reader.Resource.endsWith(':s3:listObjectsV2') ? listing(parameters, s3) : file(parameters, config, s3)
  return { source: dataset.source, items: () => limit(dataset.items(), maxItems) }
}

async function* limit(items: AsyncIterable<DatasetItem>, most: number): AsyncGenerator<DatasetItem> {
  if (most < 0) throw readerFailure('field MaxItems must be positive')
  let count = 0
  for await (const item of items) {
    yield item
    count += 1
    // 0 means no limit.
    if (count === most) return
  }
}

function listing(parameters: JsonObject, s3: S3Source): Dataset {
  const bucket = text(parameters, 'Bucket')
  const prefix = parameters['Prefix']
  const items = async function* (): AsyncGenerator<DatasetItem> {
    for await (const value of s3.list(bucket, typeof prefix === 'string' ? prefix : undefined)) yield { value }
  }
  return { source: `s3://${bucket}`, items }
}

function file(parameters: JsonObject, config: JsonObject, s3: S3Source): Dataset {
  const location = locationOf(parameters)
  const items = async function* (): AsyncGenerator<DatasetItem> {
    const inputType = config['InputType']
    const pointer = config['ItemsPointer']
    if (inputType !== 'JSON')
      throw readerFailure(`This engine cannot read items of InputType ${JSON.stringify(inputType ?? null)}.`)
    yield* readJson(await s3.open(location), typeof pointer === 'string' ? pointer : undefined)
  }
  return { source: `s3://${location.Bucket}/${location.Key}`, items }
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
