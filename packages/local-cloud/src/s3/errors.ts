/**
 * The error codes that the local S3 answers with, and their HTTP status.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const STATUS = {
  AccessDenied: 403,
  BadDigest: 400,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const

export type S3ErrorCode = keyof typeof STATUS

/** An error that the client is told of, under S3's code for it. */
export class S3Error extends Error {
  readonly code: S3ErrorCode
  readonly status: number

  constructor(code: S3ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'S3Error'
    this.code = code
    this.status = STATUS[code]
  }
}

/** The folder holds something that this program did not write or that was cut short. Not an answer to a client. */
export class StorageDamagedError extends Error {
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`local S3 cannot use ${path}: ${problem}; delete its bucket's folder to start empty`, options)
    this.name = 'StorageDamagedError'
  }
}

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'])

/** Turns a file system error into the S3 error that says what is wrong with the folder. Other errors pass unchanged. */
export function storageError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (NO_SPACE.has(code)) return noSpaceError(folder, code, error)
  if (!NOT_WRITABLE.has(code)) return error
  const message = `cannot write to the local S3 folder ${folder}: ${code}; check that it exists and belongs to you`
  return new S3Error('InternalError', message, { cause: error })
}

/** The answer to a full disk, and to the `maxBytes` limit. */
export function noSpaceError(folder: string, found: string, cause?: unknown): S3Error {
  const message = `cannot write to the local S3 folder ${folder}: no space left (${found}); free some space and try again`
  return new S3Error('InternalError', message, { cause })
}
