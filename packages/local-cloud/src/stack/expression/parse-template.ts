import { readTemplate } from './read-template.ts'
import { type BinaryOperator, type Expression, OPERATOR_LEVELS } from './syntax.ts'
import { TextReader } from './text-reader.ts'

const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/**
 * Parses a string of Terraform JSON: text with `${...}` in it.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 * @throws ExpressionError
 */
export function parseTemplate(text: string): Expression {
  if (!text.includes('${') && !text.includes('%{')) return { kind: 'literal', value: text }
  return readTemplate(new TextReader(text), undefined, parseExpression)
}

/** Parses one expression and stops behind it. `for` expressions and heredocs are not supported: cdktf writes none. */
function parseExpression(reader: TextReader): Expression {
  const test = parseLevel(reader, 0)
  reader.skipSpace()
  if (!reader.take('?')) return test
  const whenTrue = parseExpression(reader)
  reader.skipSpace()
  reader.expect(':')
  return { kind: 'if', test, whenTrue, whenFalse: parseExpression(reader) }
}

function parseLevel(reader: TextReader, level: number): Expression {
  const operators: readonly BinaryOperator[] | undefined = OPERATOR_LEVELS[level]
  if (operators === undefined) return parseUnary(reader)
  let left = parseLevel(reader, level + 1)
  for (;;) {
    reader.skipSpace()
    const operator = operators.find((candidate) => reader.take(candidate))
    if (operator === undefined) return left
    left = { kind: 'binary', operator, left, right: parseLevel(reader, level + 1) }
  }
}

function parseUnary(reader: TextReader): Expression {
  reader.skipSpace()
  if (reader.take('!')) return { kind: 'unary', operator: '!', operand: parseUnary(reader) }
  if (reader.take('-')) return { kind: 'unary', operator: '-', operand: parseUnary(reader) }
  return parseSteps(reader, parsePrimary(reader))
}

function parsePrimary(reader: TextReader): Expression {
  if (reader.take('"')) return readTemplate(reader, '"', parseExpression)
  if (reader.take('(')) {
    const inner = parseExpression(reader)
    reader.skipSpace()
    reader.expect(')')
    return inner
  }
  if (reader.take('[')) return { kind: 'list', items: parseItems(reader, ']').items }
  if (reader.take('{')) return parseObject(reader)
  const number = reader.match(NUMBER)
  if (number !== undefined) return { kind: 'literal', value: Number(number) }
  const name = reader.match(NAME)
  if (name === undefined) throw reader.error('an expression is missing')
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' }
  if (name === 'null') return { kind: 'literal', value: null }
  if (name === 'for') throw reader.error('for expressions are not supported')
  if (!reader.take('(')) return { kind: 'name', name }
  const { items, spread } = parseItems(reader, ')')
  return { kind: 'call', name, args: items, spread }
}

/** `.name`, `.0`, `[key]`, `[*]` and `.*` behind an expression. */
function parseSteps(reader: TextReader, start: Expression): Expression {
  let of = start
  for (;;) {
    if (reader.take('[*]') || reader.take('.*')) {
      // What follows a splat applies to each item, so it is parsed once per item instead of here.
      const steps: Expression[] = []
      for (let key = parseStep(reader); key !== undefined; key = parseStep(reader)) steps.push(key)
      const rest = (item: Expression): Expression =>
        steps.reduce<Expression>((of, key) => ({ kind: 'index', of, key }), item)
      return { kind: 'splat', of, rest }
    }
    const key = parseStep(reader)
    if (key === undefined) return of
    of = { kind: 'index', of, key }
  }
}

function parseStep(reader: TextReader): Expression | undefined {
  if (reader.take('[')) {
    const key = parseExpression(reader)
    reader.skipSpace()
    reader.expect(']')
    return key
  }
  if (reader.sees('...') || !reader.take('.')) return undefined
  const index = reader.match(/\d+/y)
  if (index !== undefined) return { kind: 'literal', value: Number(index) }
  const name = reader.match(NAME)
  if (name === undefined) throw reader.error('an attribute name is missing')
  return { kind: 'literal', value: name }
}

function parseItems(reader: TextReader, end: ']' | ')'): { items: Expression[]; spread: boolean } {
  const items: Expression[] = []
  let spread = false
  for (;;) {
    reader.skipSpace()
    if (reader.take(end)) return { items, spread }
    if (items.length > 0) reader.expect(',')
    reader.skipSpace()
    if (reader.take(end)) return { items, spread }
    items.push(parseExpression(reader))
    reader.skipSpace()
    if (end === ')' && reader.take('...')) spread = true
  }
}

function parseObject(reader: TextReader): Expression {
  const entries: (readonly [Expression, Expression])[] = []
  for (;;) {
    reader.skipSpace()
    if (reader.take('}')) return { kind: 'object', entries }
    const key = parseExpression(reader)
    reader.skipSpace()
    if (!reader.take('=')) reader.expect(':')
    // A bare name as a key is the key itself, not a reference.
    const named: Expression = key.kind === 'name' ? { kind: 'literal', value: key.name } : key
    entries.push([named, parseExpression(reader)])
    reader.skipSpace()
    reader.take(',')
  }
}
