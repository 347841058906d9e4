import type { Flow } from '../definition.ts'
import { isObject, type Json } from '../json.ts'

/** One thing wrong with a definition. */
export interface DefinitionProblem {
  /** AWS's code, such as `SCHEMA_VALIDATION_FAILED`. */
  readonly code: string
  readonly message: string
  /** JSON pointer to the place, such as `/States/A/Next`. */
  readonly location: string
}

/** The definition was refused; `problems` are all of them. */
export class DefinitionError extends Error {
  readonly problems: readonly DefinitionProblem[]

  constructor(problems: readonly DefinitionProblem[]) {
    super(problems.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join(', '))
    this.name = 'DefinitionError'
    this.problems = problems
  }
}

/** Parses the text of a definition. @throws DefinitionError */
export function parseDefinition(text: string): Flow {
  let value: Json
  try {
    value = JSON.parse(text)
  } catch {
    throw new DefinitionError([
      { code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is not valid JSON', location: '/' },
    ])
  }
  const problems: DefinitionProblem[] = []
  if (!isObject(value))
    problems.push({ code: 'SCHEMA_VALIDATION_FAILED', message: 'The definition must be an object', location: '/' })
  else {
    const missing = ['StartAt', 'States'].filter((field) => !Object.hasOwn(Object(value), field))
    if (missing.length > 0)
      problems.push({
        code: 'SCHEMA_VALIDATION_FAILED',
        message: `These fields are required: [${missing.join(', ')}]`,
        location: '/',
      })
  }
  if (problems.length > 0) throw new DefinitionError(problems)
  // The checks above and the validator vouch for the shape.
  return value as unknown as Flow
}
