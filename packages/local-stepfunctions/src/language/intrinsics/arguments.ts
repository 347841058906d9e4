import { intrinsicFailure } from '../failure.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'

/** Checked access to the evaluated arguments of one call. Every accessor fails as an intrinsic function does. */
export class Arguments {
  private readonly text: string
  private readonly name: string
  readonly values: readonly Json[]

  /** `text` is the whole call, `name` the function's name without `States.`. */
  constructor(text: string, name: string, values: readonly Json[]) {
    this.text = text
    this.name = name
    this.values = values
  }

  /** Fails unless the call has between `least` and `most` arguments. */
  count(least: number, most: number): void {
    if (this.values.length < least || this.values.length > most) this.fail()
  }

  any(index: number): Json {
    return this.values[index] ?? (index < this.values.length ? null : this.fail())
  }

  string(index: number): string {
    const value = this.any(index)
    return typeof value === 'string' ? value : this.fail()
  }

  array(index: number): Json[] {
    const value = this.any(index)
    return Array.isArray(value) ? value : this.fail()
  }

  object(index: number): JsonObject {
    const value = this.any(index)
    return isObject(value) ? value : this.fail()
  }

  boolean(index: number): boolean {
    const value = this.any(index)
    return typeof value === 'boolean' ? value : this.fail()
  }

  /** A number, rounded to the nearest integer as AWS does. */
  integer(index: number): number {
    const value = this.any(index)
    return typeof value === 'number' ? Math.round(value) : this.fail()
  }

  /** @throws StateFailure always: AWS says only that the arguments are invalid */
  fail(): never {
    throw intrinsicFailure(this.text, this.name)
  }
}
