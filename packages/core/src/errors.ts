/** Values an error can be searched by: names, counts, places. Never row values, parameters or connection strings. */
export type ErrorFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface HourglassErrorOptions extends ErrorOptions {
  readonly fields?: ErrorFields
}

/**
 * Base of every error Hourglass throws on purpose.
 *
 * A subclass sets `name` to a literal: Step Functions matches `Retry` and `Catch` on it, and a minified class name
 * would become a single letter. `retryable` says whether the same call can succeed later without anybody acting.
 */
export class HourglassError extends Error {
  readonly retryable: boolean = false
  readonly fields: ErrorFields

  constructor(message: string, options: HourglassErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'HourglassError'
    this.fields = options.fields ?? {}
  }
}

/** Hourglass itself is wrong: something that cannot be was seen. The message says what, so that the report helps. */
export class DefectError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'DefectError'
  }
}

/**
 * A value that is always there, e.g. a column of a row that was selected. `what` names it, without its value.
 *
 * @throws DefectError when it is absent, instead of going on with an empty text in its place
 */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value !== null && value !== undefined) return value
  throw new DefectError(`${what} is absent, which cannot be; please report this with the lines of the log around it`)
}

/** The text of anything thrown, for a log line or an error that wraps it. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
