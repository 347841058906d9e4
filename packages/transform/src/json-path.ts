/*
 * Reads one field out of a JSON text without JSON.parse, which would round numbers beyond 2^53. The text has been
 * checked before (a json column's decode refuses what is not valid), so that tokens alone are enough.
 */

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+)/gsy

/** A value in a token list: where it begins and where it ends, excluded. */
interface Span {
  readonly from: number
  readonly to: number
}

function tokensOf(json: string): readonly string[] {
  return [...json.matchAll(TOKEN)].map((match) => match[1] ?? '')
}

/** Index behind the value that begins at `from`. */
function endOfValue(tokens: readonly string[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (depth === 0) return at + 1
  }
  return tokens.length
}

/** The value of a name; the last one where the name occurs twice, as in jsonb. */
function member(tokens: readonly string[], object: Span, name: string): Span | null {
  let found: Span | null = null
  let at = object.from + 1
  while (at < object.to - 1) {
    const to = endOfValue(tokens, at + 2)
    if (JSON.parse(tokens[at] ?? '""') === name) found = { from: at + 2, to }
    at = to + 1
  }
  return found
}

/** The element at `index`, from 0. */
function element(tokens: readonly string[], list: Span, index: number): Span | null {
  let at = list.from + 1
  for (let left = index; at < list.to - 1; left--) {
    const to = endOfValue(tokens, at)
    if (left === 0) return { from: at, to }
    at = to + 1
  }
  return null
}

function step(tokens: readonly string[], span: Span, name: string): Span | null {
  if (tokens[span.from] === '{') return member(tokens, span, name)
  if (tokens[span.from] === '[' && /^\d+$/.test(name)) return element(tokens, span, Number(name))
  return null
}

/**
 * The field at `path` as text: a string without its quotes, a number with its own digits, an object or list as compact
 * JSON. Null where there is no such field, and where it holds JSON null.
 */
export function jsonPathText(json: string, path: readonly string[]): string | null {
  const tokens = tokensOf(json)
  let span: Span | null = { from: 0, to: tokens.length }
  for (const name of path) {
    span = step(tokens, span, name)
    if (span === null) return null
  }
  const first = tokens[span.from] ?? 'null'
  if (first === 'null') return null
  if (first.startsWith('"')) return JSON.parse(first) as string
  return tokens.slice(span.from, span.to).join('')
}
