import type { Json } from '../json.ts'
import type { FilterNode, FilterOperand, FilterOperator, Path, Segment } from './path.ts'
import type { PathReader } from './path-reader.ts'

/** Parses the steps of a path; handed in because paths contain filters and filters contain paths. */
export type ParseSegments = (reader: PathReader) => Segment[]

const OPERATORS: readonly FilterOperator[] = ['==', '!=', '<=', '>=', '=~', '<', '>', 'nin', 'in']

/** Parses what stands between the parentheses of `[?( ... )]`. @throws PathSyntaxError */
export function parseFilter(reader: PathReader, steps: ParseSegments): FilterNode {
  let left = parseAnd(reader, steps)
  while (reader.take('||')) left = { kind: 'or', left, right: parseAnd(reader, steps) }
  return left
}

function parseAnd(reader: PathReader, steps: ParseSegments): FilterNode {
  let left = parseTerm(reader, steps)
  while (reader.take('&&')) left = { kind: 'and', left, right: parseTerm(reader, steps) }
  return left
}

function parseTerm(reader: PathReader, steps: ParseSegments): FilterNode {
  reader.spaces()
  if (reader.peek() === '!' && reader.peek(2) !== '!=') {
    reader.expect('!')
    return { kind: 'not', of: parseTerm(reader, steps) }
  }
  if (reader.take('(')) {
    const inner = parseFilter(reader, steps)
    reader.expect(')')
    reader.spaces()
    return inner
  }
  return parseComparison(reader, steps)
}

function parseComparison(reader: PathReader, steps: ParseSegments): FilterNode {
  const left = parseOperand(reader, steps)
  reader.spaces()
  const operator = OPERATORS.find((candidate) => reader.take(candidate))
  if (operator === undefined) {
    if (left.kind !== 'path') reader.fail('a filter needs a comparison or a path')
    return { kind: 'exists', path: left.path }
  }
  reader.spaces()
  const right = parseOperand(reader, steps)
  reader.spaces()
  return { kind: 'compare', operator, left, right }
}

function parseOperand(reader: PathReader, steps: ParseSegments): FilterOperand {
  const start = reader.position
  if (reader.take('@') || reader.take('$')) {
    const fromItem = reader.text[start] === '@'
    const segments = steps(reader)
    const path: Path = {
      text: reader.text.slice(start, reader.position),
      root: { kind: 'input' },
      segments,
      definite: true,
    }
    return { kind: 'path', path, fromItem }
  }
  if (reader.take('/')) return parseRegex(reader)
  return { kind: 'literal', value: parseLiteral(reader) }
}

function parseRegex(reader: PathReader): FilterOperand {
  let source = ''
  while (!reader.done && reader.peek() !== '/') {
    source += reader.peek() === '\\' ? reader.peek(2) : reader.peek()
    reader.position += reader.peek() === '\\' ? 2 : 1
  }
  reader.expect('/')
  const flags = reader.take('i') ? 'iu' : 'u'
  try {
    return { kind: 'regex', pattern: new RegExp(`^(?:${source})$`, flags) }
  } catch {
    return reader.fail(`/${source}/ is not a regular expression`)
  }
}

function parseLiteral(reader: PathReader): Json {
  if (reader.peek() === "'" || reader.peek() === '"') return reader.quoted()
  if (reader.take('[')) {
    const values: Json[] = []
    reader.spaces()
    while (reader.peek() !== ']') {
      values.push(parseLiteral(reader))
      reader.spaces()
      if (!reader.take(',')) break
      reader.spaces()
    }
    reader.expect(']')
    return values
  }
  const word = reader.takeWhile(/[-+.\w]/)
  if (word === 'true') return true
  if (word === 'false') return false
  if (word === 'null') return null
  if (word === '' || Number.isNaN(Number(word))) return reader.fail(`"${word}" is not a value`)
  return Number(word)
}
