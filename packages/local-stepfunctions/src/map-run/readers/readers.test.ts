import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { JsonObject } from '../../language/json.ts'
import { createHarness, distributedMap, type Harness, outputOf } from '../../testing/harness.ts'

let harness: Harness
afterEach(() => harness.close())

/** Runs a Distributed Map over one object, and gives its items. */
async function read(key: string, body: string | Buffer, config: JsonObject) {
  harness = createHarness()
  harness.s3.put('bucket', key, body)
  const ItemReader = {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: config,
    Parameters: { Bucket: 'bucket', Key: key },
  }
  const description = await harness.run(distributedMap({ ItemReader }))
  return description['status'] === 'SUCCEEDED' ? outputOf(description) : description
}

/** A zstd frame that holds its data uncompressed (RFC 8878, 3.1.1): enough to see that the frame is taken apart. */
function zstdFrame(text: string): Buffer {
  const data = Buffer.from(text)
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, data.length])
  const block = Buffer.alloc(3)
  block.writeUIntLE(1 | (data.length << 3), 0, 3)
  return Buffer.concat([header, block, data])
}

const FIRST_ROW = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }

test('CSV: quotes, newlines inside them, escapes, short and long rows', async () => {
  const csv = 'a,b\r\n"x ""y""","line\nbreak"\n\\",1\\,2\nshort\n1,2,extra\n   \n\n'
  expect(await read('f.csv', csv, FIRST_ROW)).toEqual([
    { a: 'x "y"', b: 'line\nbreak' },
    { a: '"', b: '1,2' },
    { a: 'short', b: '' },
    { a: '1', b: '2' },
    { a: '   ', b: '' },
  ])
})

test('CSV: given headers and another delimiter', async () => {
  const config = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'], CSVDelimiter: 'PIPE' }
  expect(await read('f.csv', '1|2\n3|4', config)).toEqual([
    { a: '1', b: '2' },
    { a: '3', b: '4' },
  ])
})

test('CSV: fails for duplicate headers', async () => {
  expect(await read('f.csv', 'a,a\n1,2', FIRST_ROW)).toMatchObject({
    error: 'States.ItemReaderFailed',
    cause: 'CSV headers cannot contain duplicates.',
  })
})

test('JSONL: blank lines are skipped, a broken one fails', async () => {
  expect(await read('f.jsonl', '{"a":1}\n\n[2]\n', { InputType: 'JSONL' })).toEqual([{ a: 1 }, [2]])
  expect(await read('f.jsonl', '{"a":1}\n{oops', { InputType: 'JSONL' })).toMatchObject({
    error: 'States.ItemReaderFailed',
  })
})

test('JSON: ItemsPointer leads through lists and escaped names; what follows must be JSON too', async () => {
  const config = { InputType: 'JSON', ItemsPointer: '/a~1b/1/c' }
  expect(await read('f.json', '{"x":[{}],"a/b":[0,{"c":[1,[2]]}],"y":2}', config)).toEqual([1, [2]])
  expect(await read('f.json', '{"a/b":[0,{"c":[1]}],"y":oops}', config)).toMatchObject({
    error: 'States.ItemReaderFailed',
    cause: 'The JSON file could not be parsed: it is not valid JSON.',
  })
  expect(await read('f.json', '{"a/b":[0,{"c":1}]}', config)).toMatchObject({
    cause: 'Attempting to map over non-iterable node.',
  })
  expect(await read('f.json', '{"a/b":1}', config)).toMatchObject({ error: 'States.ItemReaderFailed' })
})

test('JSON: an object behind ItemsPointer gives its pairs', async () => {
  expect(await read('f.json', '{"x":{"k":1,"l":2}}', { InputType: 'JSON', ItemsPointer: '/x' })).toEqual([1, 2])
  expect(await read('f.json', '{"x":1}', { InputType: 'JSON', ItemsPointer: '/y' })).toMatchObject({
    error: 'States.ItemReaderFailed',
  })
  expect(await read('f.json', 'not json', { InputType: 'JSON' })).toMatchObject({ error: 'States.ItemReaderFailed' })
})

test('gzip and zstd are undone by the name of the file', async () => {
  expect(await read('f.jsonl.gz', gzipSync('1\n2\n'), { InputType: 'JSONL' })).toEqual([1, 2])
  expect(await read('f.csv.zstd', zstdFrame('a\n1\n'), FIRST_ROW)).toEqual([{ a: '1' }])
  expect(await read('f.jsonl.gz', 'not gzip', { InputType: 'JSONL' })).toMatchObject({
    error: 'States.ItemReaderFailed',
  })
})

test('MaxItems cuts the dataset, 0 does not', async () => {
  expect(await read('f.json', '[1,2,3]', { InputType: 'JSON', MaxItems: 2 })).toEqual([1, 2])
  expect(await read('f.json', '[1,2,3]', { InputType: 'JSON', MaxItems: 0 })).toEqual([1, 2, 3])
})

test('an S3 inventory gives the rows of all its files, named by its schema', async () => {
  harness = createHarness()
  harness.s3.put('bucket', 'data/1.csv.gz', gzipSync('"src","a.txt","10"\n'))
  harness.s3.put('bucket', 'data/2.csv.gz', gzipSync('"src","b.txt","20"\n'))
  const files = [{ key: 'data/1.csv.gz' }, { key: 'data/2.csv.gz' }]
  harness.s3.put(
    'bucket',
    'manifest.json',
    JSON.stringify({
      destinationBucket: 'arn:aws:s3:::bucket',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files,
    }),
  )
  const ItemReader = {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'MANIFEST' },
    Parameters: { Bucket: 'bucket', Key: 'manifest.json' },
  }
  expect(outputOf(await harness.run(distributedMap({ ItemReader })))).toEqual([
    { Bucket: 'src', Key: 'a.txt', Size: '10' },
    { Bucket: 'src', Key: 'b.txt', Size: '20' },
  ])
})

test('an Athena manifest gives the rows of the files it lists', async () => {
  harness = createHarness()
  harness.s3.put('bucket', 'out/1.jsonl', '{"a":1}\n')
  harness.s3.put('bucket', 'out/2.jsonl', '{"a":2}\n')
  harness.s3.put('bucket', 'manifest.csv', '"s3://bucket/out/1.jsonl"\ns3://bucket/out/2.jsonl\n')
  const ReaderConfig = { InputType: 'JSONL', ManifestType: 'ATHENA_DATA' }
  const ItemReader = {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig,
    Parameters: { Bucket: 'bucket', Key: 'manifest.csv' },
  }
  expect(outputOf(await harness.run(distributedMap({ ItemReader })))).toEqual([{ a: 1 }, { a: 2 }])
})

test('a listing gives metadata, or with LOAD_AND_FLATTEN the rows of every object and where they came from', async () => {
  harness = createHarness()
  harness.s3.put('bucket', 'in/a.csv', 'n\n1\n', new Date(1_790_204_286_000))
  harness.s3.put('bucket', 'in/b.csv', 'n\n2\n3\n')
  const listing = { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'bucket', Prefix: 'in/' } }
  const [first] = [outputOf(await harness.run(distributedMap({ ItemReader: listing })))].flat()
  expect(first).toEqual({
    Etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    Key: 'in/a.csv',
    LastModified: 1_790_204_286,
    Size: 4,
    StorageClass: 'STANDARD',
  })
  const loading = { ...listing, ReaderConfig: { ...FIRST_ROW, Transformation: 'LOAD_AND_FLATTEN' } }
  const ItemSelector = { 'n.$': '$$.Map.Item.Value.n', 'from.$': '$$.Map.Item.Source' }
  expect(outputOf(await harness.run(distributedMap({ ItemReader: loading, ItemSelector })))).toEqual([
    { n: '1', from: 's3://bucket/in/a.csv' },
    { n: '2', from: 's3://bucket/in/b.csv' },
    { n: '3', from: 's3://bucket/in/b.csv' },
  ])
})
