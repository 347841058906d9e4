import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { isObject, type Json, tryParseJson } from '../../language/json.ts'
import { JsonCursor, JsonSyntaxError } from './json-cursor.ts'
import { readJson } from './json-reader.ts'

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

/** The whole text by way of its members; undefined when the cursor refuses it. */
async function walk(text: string, size: number): Promise<Json | undefined> {
  const cursor = new JsonCursor(pieces(text, size))
  try {
    const next = await cursor.peek()
    const elements: Json[] = []
    const fields: [string, Json][] = []
    if (next === '[') for await (const _ of cursor.elements()) elements.push(await cursor.value())
    else if (next === '{') for await (const key of cursor.keys()) fields.push([key, await cursor.value()])
    const value = next === '[' ? elements : next === '{' ? Object.fromEntries(fields) : await cursor.value()
    await cursor.end()
    return value
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined
    throw error
  }
}

async function isSkipped(text: string, size: number): Promise<boolean> {
  const cursor = new JsonCursor(pieces(text, size))
  try {
    await cursor.skip()
    await cursor.end()
    return true
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false
    throw error
  }
}

const TEXTS = [
  '[]',
  '{}',
  ' [ 1 , -2.5e3 , true , null , "a" ] \n',
  '{ "a" : [ { "b" : "]}" } ] , "c\\"d" : "\\\\" }',
  '["\\u00e9\\\\\\"", [[], {}], "x,y:z"]',
  '{"a":1,"b":{"c":[1,2]}}',
  '1',
  '"text"',
  '',
  '  ',
  '[',
  '[1',
  '[1,',
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1]2',
  '[1}',
  '[1"a"]',
  '["a"1]',
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{1:2}',
  '{"a" 1}',
  '{"a":1 "b":2}',
  '["a]',
  '[tru]',
  '[01]',
  '[1[2]]',
  '[{]}]',
]

test.each(TEXTS)('reads %j like JSON.parse, in pieces of any size', async (text) => {
  const expected = tryParseJson(text)
  for (const size of [1, 2, 3, 5, 1000]) {
    expect(await walk(text, size)).toEqual(expected)
    expect(await isSkipped(text, size)).toBe(expected !== undefined)
  }
})

test('elements come before the text has ended', async () => {
  async function* endless(): AsyncGenerator<string> {
    yield '['
    for (;;) yield '{"a":1},'
  }
  const cursor = new JsonCursor(endless())
  const values: Json[] = []
  for await (const index of cursor.elements()) {
    values.push(await cursor.value())
    if (index === 2) break
  }
  expect(values.every((value) => isObject(value))).toBe(true)
  expect(values).toHaveLength(3)
})

test('a file of 100 MB is read within a fraction of that', async () => {
  const row = `{"text":"${'x'.repeat(950)}","list":[1,2,{"a":null}]},`
  const chunk = Buffer.from(row.repeat(100))
  const before = process.memoryUsage()
  let peak = 0
  let count = 0
  function* file(): Generator<Buffer> {
    yield Buffer.from('{"head":[1,2],"rows":[')
    for (let index = 0; index < 1000; index += 1) yield chunk
    yield Buffer.from('null],"tail":{}}')
  }
  for await (const _ of readJson(Readable.from(file()), '/rows')) {
    count += 1
    if (count % 5000 !== 0) continue
    const now = process.memoryUsage()
    peak = Math.max(peak, now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers)
  }
  expect(count).toBe(100_001)
  expect(peak).toBeLessThan(60_000_000)
})
