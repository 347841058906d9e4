import { HourglassError, type HourglassErrorOptions } from '@hourglass/core/errors'

/** A database or a secret cannot be made ready; the deploy fails with it. */
export class MigrateError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'MigrateError'
  }
}
