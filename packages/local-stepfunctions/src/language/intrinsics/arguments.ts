import { intrinsicFailure } from '../failure.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'

/** Checked access to the evaluated arguments of one call. Every accessor throws States.IntrinsicFailure. */
export class Arguments {
  private readonly text: string
  readonly values: readonly Json[]

  constructor(text: string, values: readonly Json[]) {
    this.text = text
    this.values = values
  }

  /** Fails unless the call has between `least` and `most` arguments. */
  count(least: number, most: number): void {
    if (this.values.length < least || this.values.length > most)
      this.fail(`takes ${least === most ? least : `${least} to ${most}`} arguments but was given ${this.values.length}`)
  }

  any(index: number): Json {
    const value = this.values[index]
    return value === undefined ? this.fail(`lacks its argument ${index + 1}`) : value
  }

  string(index: number): string {
    const value = this.any(index)
    return typeof value === 'string' ? value : this.wrong(index, 'a string')
  }

  array(index: number): Json[] {
    const value = this.any(index)
    return Array.isArray(value) ? value : this.wrong(index, 'an array')
  }

  object(index: number): JsonObject {
    const value = this.any(index)
    return isObject(value) ? value : this.wrong(index, 'an object')
  }

  boolean(index: number): boolean {
    const value = this.any(index)
    return typeof value === 'boolean' ? value : this.wrong(index, 'a boolean')
  }

  /** A number, rounded to the nearest integer as AWS does. */
  integer(index: number): number {
    const value = this.any(index)
    return typeof value === 'number' ? Math.round(value) : this.wrong(index, 'a number')
  }

  fail(message: string): never {
    throw intrinsicFailure(`The function '${this.text}' had the following error: it ${message}.`)
  }

  private wrong(index: number, expected: string): never {
    return this.fail(`expects ${expected} as argument ${index + 1}`)
  }
}
