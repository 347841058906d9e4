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

/** Collects problems, so that a definition is refused with all of them at once. */
export class Problems {
  readonly list: DefinitionProblem[] = []

  /** A field that does not fit the schema. */
  schema(message: string, location: string): void {
    this.list.push({ code: 'SCHEMA_VALIDATION_FAILED', message, location })
  }

  /** A transition to nowhere, or a state that nothing leads to. */
  transition(message: string, location: string): void {
    this.list.push({ code: 'MISSING_TRANSITION_TARGET', message, location })
  }
}
