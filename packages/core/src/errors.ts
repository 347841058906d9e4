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

/** The text of anything thrown, for a log line or an error that wraps it. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
