import { isObject, type Json, type JsonObject } from '../language/json.ts'
import { ApiError, validationError } from './api-error.ts'

/** Checked access to the fields of a request. */
export class Input {
  private readonly fields: JsonObject

  constructor(body: Json) {
    if (!isObject(body)) throw new ApiError('SerializationException', 'The request body must be a JSON object')
    this.fields = body
  }

  /** A string that must be there. @throws ApiError ValidationException */
  string(name: string): string {
    return this.optionalString(name) ?? this.missing(name)
  }

  /** @throws ApiError when it is no string */
  optionalString(name: string): string | undefined {
    const value = this.fields[name]
    if (value === undefined || value === null) return undefined
    return typeof value === 'string' ? value : this.wrongType(name)
  }

  /** @throws ApiError when it is no number, or outside the bounds */
  optionalNumber(name: string, least: number, most: number): number | undefined {
    const value = this.fields[name]
    if (value === undefined || value === null) return undefined
    if (typeof value !== 'number') return this.wrongType(name)
    if (value < least) throw this.constraint(name, value, `Member must have value greater than or equal to ${least}`)
    if (value > most) throw this.constraint(name, value, `Member must have value less than or equal to ${most}`)
    return value
  }

  /** False when absent. */
  boolean(name: string, fallback = false): boolean {
    const value = this.fields[name]
    return typeof value === 'boolean' ? value : fallback
  }

  /** @throws ApiError when it is no object */
  optionalObject(name: string): JsonObject | undefined {
    const value = this.fields[name]
    if (value === undefined || value === null) return undefined
    return isObject(value) ? value : this.wrongType(name)
  }

  /** @throws ApiError when it is no list */
  optionalList(name: string): readonly Json[] | undefined {
    const value = this.fields[name]
    if (value === undefined || value === null) return undefined
    return Array.isArray(value) ? value : this.wrongType(name)
  }

  /** One of a set of words. @throws ApiError ValidationException */
  optionalEnum<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.optionalString(name)
    if (value === undefined) return undefined
    const found = values.find((candidate) => candidate === value)
    if (found === undefined)
      throw this.constraint(name, value, `Member must satisfy enum value set: [${values.join(', ')}]`)
    return found
  }

  private missing(name: string): never {
    throw this.constraint(name, null, 'Member must not be null')
  }

  private wrongType(name: string): never {
    throw new ApiError('SerializationException', `The field '${name}' has the wrong type`)
  }

  private constraint(name: string, value: Json, rule: string): ApiError {
    const shown = value === null ? 'Value null' : `Value '${typeof value === 'string' ? value : JSON.stringify(value)}'`
    return validationError(`1 validation error detected: ${shown} at '${name}' failed to satisfy constraint: ${rule}`)
  }
}
