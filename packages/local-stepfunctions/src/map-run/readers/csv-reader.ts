import type { Readable } from 'node:stream'
import { type JsonObject, setKey } from '../../language/json.ts'
import { CsvParser } from './csv-parser.ts'
import { type DatasetItem, readerFailure } from './dataset.ts'
import { textOf } from './text-lines.ts'

const DELIMITERS: Readonly<Record<string, string>> = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' }

/** How a CSV file is laid out. */
export interface CsvLayout {
  readonly delimiter: string
  /** Undefined when the first row names the columns. */
  readonly headers: readonly string[] | undefined
}

/** Reads the layout out of a ReaderConfig. */
export function csvLayout(config: JsonObject): CsvLayout {
  const { CSVDelimiter, CSVHeaderLocation, CSVHeaders } = config
  const delimiter = DELIMITERS[typeof CSVDelimiter === 'string' ? CSVDelimiter : 'COMMA'] ?? ','
  const given = CSVHeaderLocation === 'GIVEN' && Array.isArray(CSVHeaders)
  return {
    delimiter,
    headers: given ? CSVHeaders.map((name) => (typeof name === 'string' ? name : JSON.stringify(name))) : undefined,
  }
}

/** The rows of a CSV file as arrays of cells. */
export async function* csvRows(body: Readable, delimiter: string): AsyncGenerator<readonly string[]> {
  const parser = new CsvParser(delimiter)
  for await (const text of textOf(body)) yield* parser.push(text)
  yield* parser.end()
}

/**
 * Items of a CSV file: one object for each row, every value a string. Short rows are filled with "", extra cells dropped.
 * @throws StateFailure States.ItemReaderFailed for duplicate headers
 */
export async function* readCsv(body: Readable, layout: CsvLayout): AsyncGenerator<DatasetItem> {
  let headers = layout.headers
  if (headers !== undefined) checkHeaders(headers)
  for await (const row of csvRows(body, layout.delimiter)) {
    if (headers === undefined) {
      headers = row
      checkHeaders(headers)
      continue
    }
    yield { value: toObject(headers, row) }
  }
}

/** A row under its headers. */
export function toObject(headers: readonly string[], row: readonly string[]): JsonObject {
  const item: JsonObject = {}
  for (const [index, header] of headers.entries()) setKey(item, header, row[index] ?? '')
  return item
}

function checkHeaders(headers: readonly string[]): void {
  if (new Set(headers).size !== headers.length) throw readerFailure('CSV headers cannot contain duplicates.')
}
