import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { toText } from '../expression/evaluate-text.ts'
import { ExpressionError } from '../expression/syntax.ts'
import { encodeJson } from './encode-json.ts'

/**
 * The verbs %s %d %v %q %t %f (with width, zero padding and precision) and %%.
 * https://developer.hashicorp.com/terraform/language/functions/format
 * @throws ExpressionError for other verbs and missing values
 */
export function format(pattern: string, values: readonly Json[]): string {
  let used = 0
  return pattern.replaceAll(
    /%(-?)(0?)(\d*)(?:\.(\d+))?(.)/g,
    (_, left: string, zero: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%'
      const value = values[used]
      used += 1
      if (value === undefined) throw new ExpressionError(`format has no value for verb ${used} of "${pattern}"`)
      const text = formatOne(verb, value, precision)
      const length = Number(width || 0)
      return left ? text.padEnd(length) : text.padStart(length, zero && verb !== 's' ? '0' : ' ')
    },
  )
}

function formatOne(verb: string, value: Json, precision: string | undefined): string {
  switch (verb) {
    case 's':
    case 't':
      return toText(value)
    case 'd':
      return String(Math.trunc(Number(toText(value))))
    case 'f':
      return Number(toText(value)).toFixed(Number(precision ?? 6))
    case 'q':
      return JSON.stringify(toText(value))
    case 'v':
      return typeof value === 'object' ? encodeJson(value) : toText(value)
    default:
      throw new ExpressionError(`format does not know the verb %${verb} here`)
  }
}
