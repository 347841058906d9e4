import { isObject, type Json, type JsonObject } from '@hourglass/local-stepfunctions/language/json'
import { toText } from '../expression/evaluate-text.ts'
import { ExpressionError } from '../expression/syntax.ts'

/** The arguments of one function call, read by type. Every reader throws ExpressionError for a wrong type. */
export class Arguments {
  readonly values: readonly Json[]

  constructor(values: readonly Json[]) {
    this.values = values
  }

  value(index: number): Json {
    const value = this.values[index]
    if (value === undefined) throw new ExpressionError(`argument ${index + 1} is missing`)
    return value
  }

  text(index: number): string {
    return toText(this.value(index))
  }

  number(index: number): number {
    const value = this.value(index)
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number !== 'number' || Number.isNaN(number))
      throw new ExpressionError(`argument ${index + 1} must be a number`)
    return number
  }

  list(index: number): Json[] {
    return asList(this.value(index), index)
  }

  texts(index: number): string[] {
    return this.list(index).map(toText)
  }

  object(index: number): JsonObject {
    const value = this.value(index)
    if (!isObject(value)) throw new ExpressionError(`argument ${index + 1} must be an object`)
    return value
  }

  /** Every argument as a list, for functions like concat. */
  lists(): Json[][] {
    return this.values.map(asList)
  }
}

function asList(value: Json, index: number): Json[] {
  if (!Array.isArray(value)) throw new ExpressionError(`argument ${index + 1} must be a list`)
  return value
}
