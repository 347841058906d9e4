import type { Readable } from 'node:stream'
import { type DatasetItem, readerFailure } from './dataset.ts'
import { JsonCursor, JsonSyntaxError } from './json-cursor.ts'
import { textOf } from './text-lines.ts'

/**
 * Items of a JSON file: its array or object, or what `pointer` (RFC 6901) points at, one after the other; the file is
 * never held whole.
 * @throws StateFailure
 */
export async function* readJson(body: Readable, pointer: string | undefined): AsyncGenerator<DatasetItem> {
  const cursor = new JsonCursor(textOf(body))
  const tokens = (pointer ?? '').split('/').slice(1)
  try {
    yield* itemsAt(cursor, { tokens, pointer })
    await cursor.end()
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      throw readerFailure('The JSON file could not be parsed: it is not valid JSON.', { cause: error })
    throw error
  }
}

interface Target {
  /** Steps of the pointer that are still to be taken. */
  readonly tokens: readonly string[]
  readonly pointer: string | undefined
}

async function* itemsAt(cursor: JsonCursor, target: Target): AsyncGenerator<DatasetItem> {
  const [token, ...rest] = target.tokens
  if (token === undefined) {
    yield* itemsHere(cursor, target.pointer !== undefined)
    return
  }
  const next = await cursor.peek()
  const wanted = token.replaceAll('~1', '/').replaceAll('~0', '~')
  const steps = next === '[' ? cursor.elements() : next === '{' ? cursor.keys() : undefined
  if (steps === undefined) await cursor.skip()
  let isFound = false
  for await (const step of steps ?? []) {
    if (!isFound && String(step) === wanted) {
      isFound = true
      yield* itemsAt(cursor, { ...target, tokens: rest })
    } else await cursor.skip()
  }
  if (!isFound)
    throw readerFailure(`The ItemsPointer '${target.pointer ?? ''}' does not point at anything in the JSON file.`)
}

async function* itemsHere(cursor: JsonCursor, isPointedAt: boolean): AsyncGenerator<DatasetItem> {
  const next = await cursor.peek()
  if (next === '[') {
    for await (const _ of cursor.elements()) yield { value: await cursor.value() }
    return
  }
  // A whole file that is an object was refused when AWS was recorded; behind ItemsPointer AWS documents objects.
  if (next === '{' && isPointedAt) {
    for await (const key of cursor.keys()) yield { key, value: await cursor.value() }
    return
  }
  await cursor.skip()
  throw readerFailure('Attempting to map over non-iterable node.')
}
