import type { Readable } from 'node:stream'
import { isObject, type Json, tryParseJson } from '../../language/json.ts'
import { type DatasetItem, itemsOf, readerFailure } from './dataset.ts'

/** Items of a JSON file: its array or object, or what `pointer` (RFC 6901) points at. @throws StateFailure */
export async function* readJson(body: Readable, pointer: string | undefined): AsyncGenerator<DatasetItem> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  const document = tryParseJson(text)
  if (document === undefined) throw readerFailure('The JSON file could not be parsed: it is not valid JSON.')
  const value = pointer === undefined ? document : resolvePointer(document, pointer)
  // A whole file that is an object was refused when AWS was recorded; behind ItemsPointer AWS documents objects.
  if (!Array.isArray(value) && !(isObject(value) && pointer !== undefined))
    throw readerFailure('Attempting to map over non-iterable node.')
  yield* itemsOf(value)
}

function resolvePointer(document: Json, pointer: string): Json {
  let value: Json | undefined = document
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
    if (value === undefined)
      throw readerFailure(`The ItemsPointer '${pointer}' does not point at anything in the JSON file.`)
  }
  return value
}
