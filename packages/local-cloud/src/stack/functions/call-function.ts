import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { ExpressionError } from '../expression/syntax.ts'
import { Arguments } from './arguments.ts'
import { collectionFunctions } from './collections.ts'
import { textFunctions } from './texts.ts'

const FUNCTIONS = new Map(Object.entries({ ...collectionFunctions, ...textFunctions }))

/**
 * Calls a Terraform function by name.
 * @throws ExpressionError for a function that is not supported here, or arguments it does not take
 */
export function callFunction(name: string, values: readonly Json[]): Json {
  const called = FUNCTIONS.get(name)
  if (called === undefined) {
    throw new ExpressionError(
      `the Terraform function "${name}" is not supported here; supported: ${[...FUNCTIONS.keys()].sort().join(', ')}`,
    )
  }
  try {
    return called(new Arguments(values))
  } catch (error) {
    if (error instanceof ExpressionError) throw new ExpressionError(`${name}: ${error.message}`)
    throw error
  }
}
