import type { Json } from '../json.ts'
import { parsePath } from '../jsonpath/parse-path.ts'
import type { Path } from '../jsonpath/path.ts'
import { PathReader } from '../jsonpath/path-reader.ts'

/** An argument of an intrinsic function. */
export type IntrinsicArgument =
  | { readonly kind: 'literal'; readonly value: Json }
  /** A quoted string; `{}` marks of States.Format are told from escaped braces by `template`. */
  | { readonly kind: 'text'; readonly value: string; readonly template: readonly string[] }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'call'; readonly call: IntrinsicCall }

/** A parsed `States.Name(...)`. */
export interface IntrinsicCall {
  readonly name: string
  readonly args: readonly IntrinsicArgument[]
  readonly text: string
}

const CACHE_LIMIT = 5000
const cache = new Map<string, IntrinsicCall>()

/** Parses `States.Format('{}', $.a)`. @throws PathSyntaxError when it is not a call */
export function parseIntrinsic(text: string): IntrinsicCall {
  const known = cache.get(text)
  if (known !== undefined) return known
  const reader = new PathReader(text)
  reader.spaces()
  const call = parseCall(reader)
  reader.spaces()
  if (!reader.done) reader.fail(`unexpected "${reader.peek()}" at position ${reader.position}`)
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(text, call)
  return call
}

function parseCall(reader: PathReader): IntrinsicCall {
  const start = reader.position
  reader.expect('States.')
  const name = reader.takeWhile(/[A-Za-z0-9]/)
  reader.spaces()
  reader.expect('(')
  reader.spaces()
  const args: IntrinsicArgument[] = []
  if (reader.peek() !== ')') {
    do {
      reader.spaces()
      args.push(parseArgument(reader))
      reader.spaces()
    } while (reader.take(','))
  }
  reader.expect(')')
  return { name, args, text: reader.text.slice(start, reader.position) }
}

function parseArgument(reader: PathReader): IntrinsicArgument {
  if (reader.peek() === "'") return parseText(reader)
  if (reader.peek() === '$') return { kind: 'path', path: parsePath(pathText(reader)) }
  if (reader.peek(7) === 'States.') return { kind: 'call', call: parseCall(reader) }
  const word = reader.takeWhile(/[-+.\w]/)
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' }
  if (word === 'null') return { kind: 'literal', value: null }
  if (word === '' || Number.isNaN(Number(word))) return reader.fail(`"${word}" is not an argument`)
  return { kind: 'literal', value: Number(word) }
}

/** Only `\'`, `\\`, `\{` and `\}` may be escaped; any other backslash stays as it is unless a quote follows. */
function parseText(reader: PathReader): IntrinsicArgument {
  reader.expect("'")
  let part = ''
  const template: string[] = []
  let value = ''
  while (!reader.done && reader.peek() !== "'") {
    if (reader.take('{}')) {
      template.push(part)
      part = ''
      value += '{}'
      continue
    }
    const char = parseChar(reader)
    part += char
    value += char
  }
  reader.expect("'")
  return { kind: 'text', value, template: [...template, part] }
}

function parseChar(reader: PathReader): string {
  const char = reader.peek()
  reader.position += 1
  if (char !== '\\') return char
  const escaped = reader.peek()
  if (escaped === '"') reader.fail(`\\" is not an escape at position ${reader.position}`)
  if (!"'\\{}".includes(escaped) || escaped === '') return char
  reader.position += 1
  return escaped
}

function pathText(reader: PathReader): string {
  const start = reader.position
  let depth = 0
  while (!reader.done) {
    const char = reader.peek()
    if (depth === 0 && (char === ',' || char === ')' || /\s/.test(char))) break
    if (depth > 0 && (char === "'" || char === '"')) {
      reader.quoted()
      continue
    }
    if (char === '[' || char === '(') depth += 1
    if (char === ']' || char === ')') depth -= 1
    reader.position += 1
  }
  return reader.text.slice(start, reader.position)
}
