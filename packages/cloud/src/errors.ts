import { HourglassError } from '@hourglass/core/errors'

/** What the operator asked for cannot be done; the message ends with what to do instead. */
export class OperatorError extends HourglassError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OperatorError'
  }
}
