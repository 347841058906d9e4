import { parseFilter } from './parse-filter.ts'
import { isDefinite, type Path, type PathFunction, type PathRoot, type Segment } from './path.ts'
import { PathReader } from './path-reader.ts'

const NAME = /[\p{L}\p{N}_$-]/u
const VARIABLE = /^\$([\p{L}_][\p{L}\p{N}_]*)/u

const FUNCTIONS: readonly PathFunction[] = [
  'length',
  'size',
  'keys',
  'min',
  'max',
  'avg',
  'sum',
  'stddev',
  'first',
  'last',
]

const CACHE_LIMIT = 5000
const cache = new Map<string, Path>()

/** Parses `$.a[0]`, `$$.Execution.Id` or `$variable.a`. @throws PathSyntaxError */
export function parsePath(text: string): Path {
  const known = cache.get(text)
  if (known !== undefined) return known
  const reader = new PathReader(text)
  const root = parseRoot(reader)
  const segments = parseSegments(reader)
  const call = takeCall(reader, segments)
  if (!reader.done) reader.fail(`unexpected "${reader.peek()}" at position ${reader.position}`)
  const definite = call === undefined && isDefinite(segments)
  const path: Path = { text, root, segments, definite, ...(call === undefined ? {} : { call }) }
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(text, path)
  return path
}

/** The function at the end of a path, whose name was read as the last key. */
function takeCall(reader: PathReader, segments: Segment[]): PathFunction | undefined {
  const last = segments.at(-1)
  if (last?.kind !== 'key' || last.deep) return undefined
  const call = FUNCTIONS.find((name) => name === last.keys[0])
  if (call === undefined || !reader.take('()')) return undefined
  segments.pop()
  return call
}

function parseRoot(reader: PathReader): PathRoot {
  if (reader.take('$$')) return { kind: 'context' }
  const variable = VARIABLE.exec(reader.text)
  if (variable?.[1] !== undefined) {
    reader.position = variable[0].length
    return { kind: 'variable', name: variable[1] }
  }
  reader.expect('$')
  return { kind: 'input' }
}

/** Everything after the root, as far as it looks like a path. */
function parseSegments(reader: PathReader): Segment[] {
  const segments: Segment[] = []
  for (;;) {
    if (reader.take('..'))
      segments.push(reader.peek() === '[' ? parseBrackets(reader, true) : parseDotName(reader, true))
    else if (reader.take('.')) segments.push(parseDotName(reader, false))
    else if (reader.peek() === '[') segments.push(parseBrackets(reader, false))
    else return segments
  }
}

function parseDotName(reader: PathReader, deep: boolean): Segment {
  if (reader.take('*')) return { kind: 'all', deep }
  const name = reader.takeWhile(NAME)
  if (name === '') reader.fail(`a name is missing at position ${reader.position}`)
  return { kind: 'key', keys: [name], deep }
}

function parseBrackets(reader: PathReader, deep: boolean): Segment {
  reader.expect('[')
  reader.spaces()
  const segment = parseInside(reader, deep)
  reader.spaces()
  reader.expect(']')
  return segment
}

function parseInside(reader: PathReader, deep: boolean): Segment {
  if (reader.take('*')) return { kind: 'all', deep }
  if (reader.take('?')) {
    reader.spaces()
    reader.expect('(')
    const test = parseFilter(reader, parseSegments)
    reader.expect(')')
    return { kind: 'filter', test, deep }
  }
  if (reader.peek() === "'" || reader.peek() === '"')
    return { kind: 'key', keys: parseList(reader, () => reader.quoted()), deep }
  if (reader.peek() === ':') return parseSlice(reader, undefined, deep)
  const first = parseInteger(reader)
  reader.spaces()
  if (reader.peek() === ':') return parseSlice(reader, first, deep)
  const rest = reader.take(',') ? parseList(reader, () => parseInteger(reader)) : []
  return { kind: 'index', indexes: [first, ...rest], deep }
}

function parseSlice(reader: PathReader, from: number | undefined, deep: boolean): Segment {
  reader.expect(':')
  reader.spaces()
  const to = reader.peek() === ']' ? undefined : parseInteger(reader)
  return { kind: 'slice', from, to, deep }
}

function parseInteger(reader: PathReader): number {
  const digits = reader.takeWhile(/[-0-9]/)
  if (!/^-?\d+$/.test(digits)) reader.fail(`an index is missing at position ${reader.position}`)
  return Number(digits)
}

function parseList<T>(reader: PathReader, parseOne: () => T): T[] {
  const values: T[] = []
  do {
    reader.spaces()
    values.push(parseOne())
    reader.spaces()
  } while (reader.take(','))
  return values
}
