import { HourglassError, type HourglassErrorOptions } from '@hourglass/core/errors'

/*
 * Every error a step can end with. The names are public: state machines match on them (`error-names.ts`),
 * runbooks and alarms cite them. Messages say what, where, what was found and what to do; never row values.
 */

// --- retrying the same call can help -------------------------------------------------------------------------------

abstract class RetryableError extends HourglassError {
  override readonly retryable = true
}

/** MySQL does not answer, closed the connection, or ran out of connections. */
export class SourceUnavailableError extends RetryableError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'SourceUnavailableError'
  }
}

/** Postgres does not answer, closed the connection, failed over, or ran out of connections. */
export class TargetUnavailableError extends RetryableError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'TargetUnavailableError'
  }
}

/** Another transaction held what we needed: lock timeout, deadlock, serialization failure. Nothing was changed. */
export class TargetBusyError extends RetryableError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'TargetBusyError'
  }
}

/** S3 did not store or return an object: throttling, a broken connection, no space left. */
export class ObjectStoreError extends RetryableError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'ObjectStoreError'
  }
}

// --- somebody has to act first -------------------------------------------------------------------------------------

/** MySQL refused the user: wrong password, or a privilege is missing. */
export class SourceAccessError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'SourceAccessError'
  }
}

/** Postgres refused the user: wrong password, or a privilege is missing. */
export class TargetAccessError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'TargetAccessError'
  }
}

/** The MySQL table no longer is what the catalog says (drift). */
export class SourceTableChangedError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'SourceTableChangedError'
  }
}

/** The Postgres table no longer is what the catalog says (drift). */
export class TargetTableChangedError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'TargetTableChangedError'
  }
}

/** MySQL answered a read with an error that a retry will not cure. */
export class SourceReadError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'SourceReadError'
  }
}

/** Postgres refused rows or SQL with an error that a retry will not cure. */
export class TargetWriteError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'TargetWriteError'
  }
}

/** A step was called with an input that its schema refuses. */
export class InvalidInputError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'InvalidInputError'
  }
}

/** A table name that the catalog does not have. */
export class UnknownTableError extends HourglassError {
  constructor(names: readonly string[], known: readonly string[]) {
    const list = names.map((name) => `"${name}"`).join(', ')
    super(`the catalog has no table ${list}; it has: ${known.join(', ')}`)
    this.name = 'UnknownTableError'
  }
}

/** An object that a step needs is not there, or is not what was recorded. */
export class ObjectMissingError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'ObjectMissingError'
  }
}

/** S3 refused the caller: a statement is missing in the role's policy. */
export class ObjectAccessError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'ObjectAccessError'
  }
}

/** A secret could not be read, or does not hold what it should. Its content is never repeated. */
export class SecretError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'SecretError'
  }
}

/** A table that others look up is larger than a lookup may be. */
export class LookupTooLargeError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'LookupTooLargeError'
  }
}

/** The catalog's key is not unique in MySQL: one snapshot holds a key twice, and publishing one of the rows would lose the other. */
export class KeyNotUniqueError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'KeyNotUniqueError'
  }
}

/** The counts of invariant I2 do not add up; nothing was published. */
export class ConservationError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'ConservationError'
  }
}

/** A publish would delete more rows than the guard allows; nothing was published. */
export class MassDeleteRefusedError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'MassDeleteRefusedError'
  }
}

/** The SELECT of a model returns other columns than declared, or a key twice; nothing was published. */
export class ModelSqlError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'ModelSqlError'
  }
}

/** Staging no longer holds what the ledger says (edge case 128); the state machine stages and loads again. */
export class StagingLostError extends HourglassError {
  constructor(message: string, options?: HourglassErrorOptions) {
    super(message, options)
    this.name = 'StagingLostError'
  }
}
