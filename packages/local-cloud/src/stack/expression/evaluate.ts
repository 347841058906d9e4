import {
  getKey,
  isObject,
  type Json,
  type JsonObject,
  jsonEquals,
  setKey,
} from '@hourglass/local-stepfunctions/language/json'
import { callFunction } from '../functions/call-function.ts'
import { toText } from './evaluate-text.ts'
import { type BinaryOperator, type Expression, ExpressionError, referencePath } from './syntax.ts'

/** Answers references. `used` says how many of the path's names the value stands for; the rest are looked up in it. */
export interface Scope {
  /** @throws Error when nothing has that name */
  resolve(path: readonly (string | number)[]): { readonly value: Json; readonly used: number }
}

/**
 * The value of an expression.
 * @throws ExpressionError for unknown functions, wrong types and missing keys, and whatever the scope throws
 */
export function evaluate(expression: Expression, scope: Scope): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'template':
      return expression.parts.map((part) => toText(evaluate(part, scope))).join('')
    case 'name':
    case 'index':
      return evaluateReference(expression, scope)
    case 'splat': {
      const of = evaluate(expression.of, scope)
      const items = Array.isArray(of) ? of : of === null ? [] : [of]
      return items.map((value) => evaluate(expression.rest({ kind: 'literal', value }), scope))
    }
    case 'call':
      return callFunction(expression.name, evaluateArguments(expression, scope))
    case 'list':
      return expression.items.map((item) => evaluate(item, scope))
    case 'object': {
      const object: JsonObject = {}
      for (const [key, value] of expression.entries)
        setKey(object, toText(evaluate(key, scope)), evaluate(value, scope))
      return object
    }
    case 'if':
      return evaluate(expression.test, scope) === true
        ? evaluate(expression.whenTrue, scope)
        : evaluate(expression.whenFalse, scope)
    case 'unary': {
      const operand = evaluate(expression.operand, scope)
      return expression.operator === '!' ? operand !== true : -toNumber(operand)
    }
    case 'binary':
      return evaluateBinary(expression.operator, evaluate(expression.left, scope), () =>
        evaluate(expression.right, scope),
      )
  }
}

function toNumber(value: Json): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && !Number.isNaN(number)) return number
  throw new ExpressionError('a number is needed')
}

function evaluateReference(expression: Expression & { kind: 'name' | 'index' }, scope: Scope): Json {
  const path = referencePath(expression)
  if (path !== undefined) {
    const { value, used } = scope.resolve(path)
    return path.slice(used).reduce<Json>((of, key) => lookUp(of, key), value)
  }
  if (expression.kind === 'name') throw new ExpressionError(`"${expression.name}" has no meaning here`)
  const key = evaluate(expression.key, scope)
  return lookUp(evaluate(expression.of, scope), typeof key === 'number' ? key : toText(key))
}

function lookUp(of: Json, key: string | number): Json {
  const item = Array.isArray(of) ? of[Number(key)] : isObject(of) ? getKey(of, String(key)) : undefined
  if (item === undefined) throw new ExpressionError(`there is no "${key}" in the value`)
  return item
}

function evaluateArguments(call: Expression & { kind: 'call' }, scope: Scope): readonly Json[] {
  const values = call.args.map((argument) => evaluate(argument, scope))
  const last = values.at(-1)
  return call.spread && Array.isArray(last) ? [...values.slice(0, -1), ...last] : values
}

function evaluateBinary(operator: BinaryOperator, left: Json, right: () => Json): Json {
  switch (operator) {
    case '||':
      return left === true || right() === true
    case '&&':
      return left === true && right() === true
    case '==':
      return jsonEquals(left, right())
    case '!=':
      return !jsonEquals(left, right())
    case '<=':
      return toNumber(left) <= toNumber(right())
    case '>=':
      return toNumber(left) >= toNumber(right())
    case '<':
      return toNumber(left) < toNumber(right())
    case '>':
      return toNumber(left) > toNumber(right())
    case '+':
      return toNumber(left) + toNumber(right())
    case '-':
      return toNumber(left) - toNumber(right())
    case '*':
      return toNumber(left) * toNumber(right())
    case '/':
      return toNumber(left) / toNumber(right())
    case '%':
      return toNumber(left) % toNumber(right())
  }
}
