import { ObjectAccessError, ObjectMissingError, ObjectStoreError } from '@hourglass/contracts/errors'
import { messageOf } from '@hourglass/core/errors'

const MISSING = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket'])
const REFUSED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'Forbidden',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
])

/** Turns what the SDK threw into the pipeline's errors; `what` is the verb and the object: `read s3://bucket/key`. */
export function objectStoreError(what: string, thrown: unknown): Error {
  const name = thrown instanceof Error ? thrown.name : ''
  if (MISSING.has(name)) return new ObjectMissingError(`cannot ${what}: ${name}`, { cause: thrown })
  if (REFUSED.has(name)) {
    return new ObjectAccessError(`cannot ${what}: ${name}: ${messageOf(thrown)}; check the role's policy`, {
      cause: thrown,
    })
  }
  return new ObjectStoreError(`cannot ${what}: ${name || 'Error'}: ${messageOf(thrown)}`, { cause: thrown })
}

/** True for "there is no such object", as HEAD (NotFound) and GET (NoSuchKey) name it. */
export function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'NoSuchKey' || thrown.name === 'NotFound')
}

/**
 * True when a conditional write lost: 412, or 409 when two of them collided
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html; edge case 103).
 */
export function isConditionFailed(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  return thrown.name === 'PreconditionFailed' || thrown.name === 'ConditionalRequestConflict'
}
