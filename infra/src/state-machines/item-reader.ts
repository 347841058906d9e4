import type { ItemReader, Json, PayloadTemplate } from './asl.ts'
import { type Amount, amountField, rangeProblems } from './amount.ts'

/** Where an object lies: fixed, or paths into the state's input. */
export type ObjectPlace =
  | { readonly bucket: string; readonly key: string }
  | { readonly bucketPath: `$.${string}`; readonly keyPath: `$.${string}` }

export type Delimiter = 'COMMA' | 'PIPE' | 'SEMICOLON' | 'SPACE' | 'TAB'

/** What a Distributed Map iterates over. One variant per reader of the service. */
export type ReaderProps =
  /** An array or object in the state's own input. */
  | { readonly from: 'input'; readonly path: `$${string}` }
  /** One item per object under a prefix: Key, Size, Etag, LastModified, StorageClass. */
  | { readonly from: 's3-objects'; readonly bucket: string; readonly prefix: string; readonly maxItems?: Amount }
  /** A JSON array (or object), optionally one inside the document. */
  | { readonly from: 'json'; readonly at: ObjectPlace; readonly pointer?: `/${string}`; readonly maxItems?: Amount }
  /** One item per line. */
  | { readonly from: 'jsonl'; readonly at: ObjectPlace; readonly maxItems?: Amount }
  /** One item per row, an object of strings; `headers` absent: the first row names the columns. */
  | {
      readonly from: 'csv'
      readonly at: ObjectPlace
      readonly headers?: readonly string[]
      readonly delimiter?: Delimiter
      readonly maxItems?: Amount
    }
  /** One item per row, an object. */
  | { readonly from: 'parquet'; readonly at: ObjectPlace; readonly maxItems?: Amount }
  /** The objects that an S3 inventory lists. */
  | { readonly from: 's3-inventory'; readonly at: ObjectPlace; readonly maxItems?: Amount }

const GET_OBJECT = 'arn:aws:states:::s3:getObject'
const LIST_OBJECTS = 'arn:aws:states:::s3:listObjectsV2'
/** Largest MaxItems, largest ItemsPointer and largest CSVHeaders (developer guide, "ItemReader"). */
const MAX_ITEMS = 100_000_000
const MAX_POINTER = 2000
const MAX_HEADER_BYTES = 10_240

/** The reader of a Map state: `ItemsPath`, or `ItemReader`. */
export function readerFields(props: ReaderProps): { ItemsPath: string } | { ItemReader: ItemReader } {
  if (props.from === 'input') return { ItemsPath: props.path }
  const limit = props.maxItems === undefined ? {} : amountField('MaxItems', props.maxItems)
  if (props.from === 's3-objects') {
    const parameters = { Bucket: props.bucket, Prefix: props.prefix }
    const config = props.maxItems === undefined ? {} : { ReaderConfig: compact(limit) }
    return { ItemReader: { Resource: LIST_OBJECTS, ...config, Parameters: parameters } }
  }
  return {
    ItemReader: {
      Resource: GET_OBJECT,
      ReaderConfig: compact({ ...format(props), ...limit }),
      Parameters: place(props.at),
    },
  }
}

/** What the service would refuse about a reader. */
export function readerProblems(props: ReaderProps): string[] {
  const problems =
    props.from !== 'input' && props.maxItems !== undefined
      ? rangeProblems('items.maxItems', props.maxItems, { min: 1, max: MAX_ITEMS, whole: true })
      : []
  if (props.from === 'json' && (props.pointer?.length ?? 0) >= MAX_POINTER) {
    problems.push(`items.pointer has ${props.pointer?.length} characters; it must have fewer than ${MAX_POINTER}`)
  }
  if (props.from === 'csv' && props.headers !== undefined) problems.push(...headerProblems(props.headers))
  if (props.from === 's3-objects' && props.prefix !== '' && !props.prefix.endsWith('/')) {
    problems.push(`items.prefix "${props.prefix}" must end with "/": it also matches longer names otherwise`)
  }
  return problems
}

function headerProblems(headers: readonly string[]): string[] {
  const problems: string[] = []
  const twice = headers.filter((header, index) => headers.indexOf(header) !== index)
  if (headers.length === 0) problems.push('items.headers is empty; leave it out to read the first row')
  if (twice.length > 0) problems.push(`items.headers repeats ${twice.map((name) => `"${name}"`).join(', ')}`)
  const bytes = Buffer.byteLength(headers.join())
  if (bytes > MAX_HEADER_BYTES)
    problems.push(`items.headers takes ${bytes} bytes; at most ${MAX_HEADER_BYTES} are allowed`)
  return problems
}

function format(props: Exclude<ReaderProps, { from: 'input' } | { from: 's3-objects' }>): Record<string, Json> {
  switch (props.from) {
    case 'json':
      return { InputType: 'JSON', ...(props.pointer === undefined ? {} : { ItemsPointer: props.pointer }) }
    case 'jsonl':
      return { InputType: 'JSONL' }
    case 'csv':
      return {
        InputType: 'CSV',
        ...(props.headers === undefined
          ? { CSVHeaderLocation: 'FIRST_ROW' }
          : { CSVHeaderLocation: 'GIVEN', CSVHeaders: props.headers }),
        ...(props.delimiter === undefined ? {} : { CSVDelimiter: props.delimiter }),
      }
    case 'parquet':
      return { InputType: 'PARQUET' }
    case 's3-inventory':
      return { InputType: 'MANIFEST' }
  }
}

function place(at: ObjectPlace): PayloadTemplate {
  return 'bucket' in at ? { Bucket: at.bucket, Key: at.key } : { 'Bucket.$': at.bucketPath, 'Key.$': at.keyPath }
}

function compact(fields: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined))
}
