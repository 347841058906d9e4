import { gunzipSync } from 'node:zlib'
import { decompress as unzstd } from 'fzstd'
import { type AsyncBuffer, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { type Json, setKey } from '../../language/json.ts'
import { type DatasetItem, readerFailure } from './dataset.ts'
import type { ObjectLocation, S3Source } from './s3-source.ts'

/** Most bytes of a row group that AWS reads (ItemReader page). */
const ROW_GROUP_LIMIT_BYTES = 256 * 1024 * 1024
/** Most bytes of a footer that AWS reads (ItemReader page). */
const FOOTER_LIMIT_BYTES = 5 * 1024 * 1024

// Snappy is part of the library.
const COMPRESSORS: Compressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input, length) => unzstd(input, new Uint8Array(length)),
}

/**
 * Items of a Parquet file: one object for each row, one row group in memory at a time.
 * @throws StateFailure States.ItemReaderFailed
 */
export async function* readParquet(location: ObjectLocation, s3: S3Source): AsyncGenerator<DatasetItem> {
  const file: AsyncBuffer = {
    byteLength: await s3.size(location),
    slice: (start, end) => s3.range(location, start, end),
  }
  const metadata = await parquetMetadataAsync(file)
  if (metadata.metadata_length > FOOTER_LIMIT_BYTES)
    throw readerFailure('The footer of the Parquet file is larger than 5 MB.')
  let rowStart = 0
  for (const group of metadata.row_groups) {
    if (group.total_byte_size > ROW_GROUP_LIMIT_BYTES)
      throw readerFailure('A row group of the Parquet file is larger than 256 MB.')
    const rowEnd = rowStart + Number(group.num_rows)
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors: COMPRESSORS })
    for (const row of rows) yield { value: toJson(row) }
    rowStart = rowEnd
  }
}

/** Parquet values as JSON: 64-bit integers as numbers, times in ISO 8601, bytes in Base64. */
function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  const result: { [key: string]: Json } = {}
  for (const [key, item] of Object.entries(value)) setKey(result, key, toJson(item))
  return result
}
