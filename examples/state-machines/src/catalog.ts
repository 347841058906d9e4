import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { BUCKET, type Example, exportTo, fileReader, mapMachine, type Value } from './example.ts'

/** Whether a batch holds an item. */
function batchHas(event: Value, word: string): boolean {
  return JSON.stringify(event).includes(word)
}

let isRepaired = false

/** Every example, by the name that runs it. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  'state-data': {
    about: 'The dataset is in the input; one item may fail out of ten; STANDARD children, two at once.',
    prepare: () => {},
    definition: mapMachine('STANDARD', {
      ItemsPath: '$.orders',
      MaxConcurrency: 2,
      ToleratedFailureCount: 1,
      ResultWriter: exportTo('results'),
    }),
    input: { orders: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    work: (event) => {
      if (event === 4) throw new RangeError('order 4 has no price')
      return { order: event, done: true }
    },
  },
  json: {
    about:
      'A JSON file behind ItemsPointer, in batches of three with BatchInput; EXPRESS children; results as one JSON file.',
    prepare: (s3) => s3.put(BUCKET, 'plan.json', JSON.stringify({ table: 'answers', chunks: [1, 2, 3, 4, 5, 6, 7] })),
    definition: mapMachine('EXPRESS', {
      ItemReader: fileReader('plan.json', { InputType: 'JSON', ItemsPointer: '/chunks' }),
      ItemBatcher: { MaxItemsPerBatch: 3, BatchInput: { 'run.$': '$$.Execution.Name' } },
      ResultWriter: exportTo('results'),
    }),
    input: {},
  },
  jsonl: {
    about:
      'A gzipped JSON Lines file, in batches of at most 60 bytes; results as JSON Lines, without the executions around them.',
    prepare: (s3) =>
      s3.put(
        BUCKET,
        'rows.jsonl.gz',
        gzipSync('{"id":1,"name":"first"}\n{"id":2,"name":"second"}\n{"id":3,"name":"third"}\n'),
      ),
    definition: mapMachine('EXPRESS', {
      ItemReader: fileReader('rows.jsonl.gz', { InputType: 'JSONL' }),
      ItemBatcher: { MaxInputBytesPerBatchPath: '$.bytes' },
      ResultWriter: exportTo('results', { Transformation: 'COMPACT', OutputType: 'JSONL' }),
    }),
    input: { bytes: 60 },
  },
  csv: {
    about: 'A CSV file with a header row; ItemSelector adds to each row; at most four items.',
    prepare: (s3) =>
      s3.put(BUCKET, 'people.csv', 'id,name\n1,Ada\n2,"Grace ""Amazing"" Hopper"\n3,Edsger\n4,Barbara\n5,Alan\n'),
    definition: mapMachine('STANDARD', {
      ItemReader: fileReader('people.csv', { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', MaxItems: 4 }),
      ItemSelector: { 'person.$': '$$.Map.Item.Value', 'row.$': '$$.Map.Item.Index', 'greeting.$': '$.greeting' },
    }),
    input: { greeting: 'hello' },
  },
  'list-objects': {
    about: 'One item for each object under a prefix, one after the other.',
    prepare: (s3) => {
      for (const name of ['a', 'b', 'c']) s3.put(BUCKET, `photos/${name}.jpg`, name.repeat(100))
    },
    definition: mapMachine('EXPRESS', {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        Parameters: { Bucket: BUCKET, 'Prefix.$': '$.prefix' },
      },
      MaxConcurrency: 1,
    }),
    input: { prefix: 'photos/' },
  },
  'load-and-flatten': {
    about: 'The rows of every CSV file under a prefix, with where each came from.',
    prepare: (s3) => {
      s3.put(BUCKET, 'days/monday.csv', 'visits\n10\n20\n')
      s3.put(BUCKET, 'days/tuesday.csv', 'visits\n30\n')
    },
    definition: mapMachine('EXPRESS', {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', Transformation: 'LOAD_AND_FLATTEN' },
        Parameters: { Bucket: BUCKET, Prefix: 'days/' },
      },
      ItemSelector: { 'visits.$': '$$.Map.Item.Value.visits', 'from.$': '$$.Map.Item.Source' },
    }),
    input: {},
  },
  inventory: {
    about: 'An S3 inventory: the objects of a bucket, without listing it.',
    prepare: (s3) => {
      s3.put(BUCKET, 'inventory/data.csv.gz', gzipSync('"source","a.txt","10"\n"source","b.txt","20"\n'))
      const manifest = {
        destinationBucket: `arn:aws:s3:::${BUCKET}`,
        fileFormat: 'CSV',
        fileSchema: 'Bucket, Key, Size',
        files: [{ key: 'inventory/data.csv.gz' }],
      }
      s3.put(BUCKET, 'inventory/manifest.json', JSON.stringify(manifest))
    },
    definition: mapMachine('EXPRESS', { ItemReader: fileReader('inventory/manifest.json', { InputType: 'MANIFEST' }) }),
    input: {},
  },
  athena: {
    about: 'The files of an Athena UNLOAD, found through its manifest.',
    prepare: (s3) => {
      s3.put(BUCKET, 'unload/1.jsonl', '{"country":"DE","count":7}\n')
      s3.put(BUCKET, 'unload/2.jsonl', '{"country":"FR","count":5}\n')
      s3.put(BUCKET, 'unload/manifest.csv', `s3://${BUCKET}/unload/1.jsonl\ns3://${BUCKET}/unload/2.jsonl\n`)
    },
    definition: mapMachine('EXPRESS', {
      ItemReader: fileReader('unload/manifest.csv', { InputType: 'JSONL', ManifestType: 'ATHENA_DATA' }),
    }),
    input: {},
  },
  parquet: {
    about: 'A Parquet file, one row group at a time.',
    prepare: (s3) => {
      const columnData = [
        { name: 'id', data: [1, 2, 3], type: 'INT32' as const },
        { name: 'name', data: ['Ada', 'Grace', 'Edsger'], type: 'STRING' as const },
      ]
      s3.put(BUCKET, 'people.parquet', Buffer.from(parquetWriteBuffer({ columnData })))
    },
    definition: mapMachine('EXPRESS', { ItemReader: fileReader('people.parquet', { InputType: 'PARQUET' }) }),
    input: {},
  },
  redrive: {
    about:
      'More fails than 20 percent tolerate; after a repair the same execution is redriven, and only what failed runs again.',
    prepare: (s3) => s3.put(BUCKET, 'plan.json', JSON.stringify(['ok 1', 'bad 2', 'ok 3', 'ok 4', 'ok 5'])),
    definition: mapMachine('STANDARD', {
      ItemReader: fileReader('plan.json', { InputType: 'JSON' }),
      ItemBatcher: { MaxItemsPerBatch: 2 },
      MaxConcurrency: 1,
      ToleratedFailurePercentage: 20,
      ResultWriter: exportTo('results'),
    }),
    input: {},
    work: (event) => {
      if (!isRepaired && batchHas(event, 'bad')) throw new TypeError('bad item')
      return event
    },
    repair: () => {
      isRepaired = true
    },
  },
}
