/** One thing wrong with a definition. */
export interface DefinitionProblem {
  /** AWS's code, such as `SCHEMA_VALIDATION_FAILED`. */
  readonly code: string
  readonly message: string
  /** JSON pointer to the place, such as `/States/A/Next`; undefined when it is the definition as a whole. */
  readonly location: string | undefined
}

/** The definition was refused; `problems` are all of them. */
export class DefinitionError extends Error {
  readonly problems: readonly DefinitionProblem[]

  constructor(problems: readonly DefinitionProblem[]) {
    super(problems.map(({ code, message, location = 'null' }) => `${code}: ${message} at ${location}`).join(', '))
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

  /** A problem with a code of its own. */
  add(code: string, message: string, location?: string): void {
    this.list.push({ code, message, location })
  }

  /** A number outside its bounds, both included. */
  bounds(value: number, least: string, most: string | undefined, location: string): void {
    if (value < Number(least)) this.schema(`Minimum value is ${least}`, location)
    if (most !== undefined && value > Number(most)) this.schema(`Maximum value is ${most}`, location)
  }

  /** Fields of which only one may stand. */
  onlyOne(owner: object, fields: readonly string[], location: string): void {
    if (fields.filter((field) => Object.hasOwn(owner, field)).length > 1)
      this.schema(`There should only be one of the following fields: [${fields.join(', ')}]`, location)
  }

  /** A transition to nowhere, or a state that nothing leads to. */
  transition(message: string, location: string): void {
    this.list.push({ code: 'MISSING_TRANSITION_TARGET', message, location })
  }
}
