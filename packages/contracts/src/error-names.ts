/*
 * Error names for `Retry` and `Catch` of the state machines. `error-names.test.ts` compares them with the classes in
 * `errors.ts`, so that a name here always exists there and the two sets stay equal.
 */

/** The same call can succeed later without anybody acting. */
export const RETRYABLE_ERRORS = [
  'SourceUnavailableError',
  'TargetUnavailableError',
  'TargetBusyError',
  'ObjectStoreError',
] as const

/** Somebody has to act first. */
export const TERMINAL_ERRORS = [
  'SourceAccessError',
  'TargetAccessError',
  'SourceTableChangedError',
  'TargetTableChangedError',
  'SourceReadError',
  'TargetWriteError',
  'InvalidInputError',
  'UnknownTableError',
  'ObjectMissingError',
  'ObjectAccessError',
  'SecretError',
  'LookupTooLargeError',
  'ConservationError',
  'KeyNotUniqueError',
  'MassDeleteRefusedError',
  'ModelSqlError',
  'StagingLostError',
] as const

/** What Lambda itself answers when it is throttled, restarted or loses a worker (edge cases 109 to 111). */
export const LAMBDA_TRANSIENT_ERRORS = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
] as const

/** Publish ends with it when staging was emptied by a crash; `sync-table` then goes back to Stage. */
export const STAGING_LOST = 'StagingLostError' satisfies (typeof TERMINAL_ERRORS)[number]

/** Error name of a run in which at least one table failed (the Fail state of `hourly-sync`). */
export const TABLES_FAILED = 'TablesFailed'

/** Error name of a run that published everything it could, and of which something is known not to be complete. */
export const INCOMPLETE = 'Incomplete'
