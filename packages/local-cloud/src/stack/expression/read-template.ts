import type { Expression } from './syntax.ts'
import type { TextReader } from './text-reader.ts'

/** Reads the expression inside `${...}`; handed in, because expressions hold templates in turn. */
type ReadExpression = (reader: TextReader) => Expression

/**
 * Reads text with `${...}` in it, to the end of the text or, with `end`, to the closing quote. One interpolation alone
 * keeps its type (a list stays a list), anything else becomes text.
 * @throws ExpressionError
 */
export function readTemplate(reader: TextReader, end: '"' | undefined, readExpression: ReadExpression): Expression {
  return combine(readParts(reader, end, readExpression))
}

function combine(parts: readonly Expression[]): Expression {
  const [first, ...others] = parts
  if (first === undefined) return { kind: 'literal', value: '' }
  return others.length === 0 ? first : { kind: 'template', parts }
}

function readParts(reader: TextReader, end: '"' | undefined, readExpression: ReadExpression): readonly Expression[] {
  const parts: Expression[] = []
  let text = ''
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'literal', value: text })
    text = ''
  }
  for (;;) {
    if (end === undefined && reader.done) break
    if (end !== undefined && reader.take(end)) break
    if (reader.take('$${')) text += '${'
    else if (reader.take('%%{')) text += '%{'
    else if (reader.sees('%{')) throw reader.error('template directives (%{ ... }) are not supported')
    else if (reader.take('${')) {
      flush()
      parts.push(readExpression(reader))
      reader.skipSpace()
      reader.expect('}')
    } else if (end !== undefined && reader.take('\\')) text += readEscape(reader)
    else text += reader.match(/[^$%"\\]+/y) ?? reader.next()
  }
  flush()
  return parts
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

function readEscape(reader: TextReader): string {
  const letter = reader.next()
  if (letter === 'u' || letter === 'U') {
    const hex = reader.match(letter === 'u' ? /[0-9a-fA-F]{4}/y : /[0-9a-fA-F]{8}/y)
    if (hex === undefined) throw reader.error(`\\${letter} needs hexadecimal digits`)
    return String.fromCodePoint(Number.parseInt(hex, 16))
  }
  const escaped = ESCAPES[letter]
  if (escaped === undefined) throw reader.error(`\\${letter} is not an escape of Terraform strings`)
  return escaped
}
