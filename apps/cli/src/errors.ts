import { HourglassError } from '@hourglass/core/errors'

/** The user asked for something that cannot be done; the message ends with what to do instead. */
export class CliError extends HourglassError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CliError'
  }
}

/** Exit codes: 0 done, 1 the run or the command failed, 2 the command was not understood. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const

/** The text to print for anything thrown: what a person needs, without a stack for errors that explain themselves. */
export function explain(thrown: unknown): string {
  if (thrown instanceof HourglassError) return thrown.message
  if (thrown instanceof Error && isAwsError(thrown)) return `AWS answered ${thrown.name}: ${thrown.message}`
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}

function isAwsError(error: Error): boolean {
  return '$metadata' in error
}
