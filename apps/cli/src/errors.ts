import { HourglassError } from '@hourglass/core/errors'

/**
 * Exit codes: 0 everything arrived, 1 the run or the command failed, 2 the command was not understood, 3 what could be
 * published is live but something is not complete, or another run holds a table.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, incomplete: 3 } as const

/** Errors of the local cloud, which knows nothing of Hourglass: their messages explain themselves too. */
const SELF_EXPLAINING = new Set([
  'ServerStartError',
  'ExternalServerError',
  'NotOwnedDatabaseError',
  'StackError',
  'LambdaError',
  'ScheduleError',
  'S3Error',
  'StorageDamagedError',
])

const NO_CREDENTIALS =
  'no usable AWS credentials: log in (aws sso login) and name the profile (AWS_PROFILE=...), ' +
  'or leave out --env to use the local cloud'

/** What to do about an answer of AWS, by the name of its error. */
const AWS_ADVICE: Readonly<Record<string, string>> = {
  CredentialsProviderError: NO_CREDENTIALS,
  ExpiredTokenException: NO_CREDENTIALS,
  ExpiredToken: NO_CREDENTIALS,
  UnrecognizedClientException: NO_CREDENTIALS,
  InvalidSignatureException: NO_CREDENTIALS,
  InvalidAccessKeyId: NO_CREDENTIALS,
  AccessDeniedException: 'ask for that permission, or name another profile (AWS_PROFILE=...)',
  AccessDenied: 'ask for that permission, or name another profile (AWS_PROFILE=...)',
  ThrottlingException: 'wait a moment and try again',
  ExecutionAlreadyExists: 'a run of that name exists; try again, or look at it: pnpm hourglass status',
}

/** What to do about an error of the operating system or the network, by its code. */
const SYSTEM_ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk: free some, or name a folder on another one: HOURGLASS_HOME=/path',
  EACCES: 'not permitted: own that file or folder, or name another folder: HOURGLASS_HOME=/path',
  EPERM: 'not permitted: own that file or folder, or name another folder: HOURGLASS_HOME=/path',
  EROFS: 'the disk is read-only: name a folder on another one: HOURGLASS_HOME=/path',
  EMFILE: 'too many open files: raise the limit (ulimit -n 4096)',
  ECONNREFUSED: 'nothing answers there: is it running? (the local cloud: pnpm hourglass local)',
  ECONNRESET: 'the other side went away: try again',
  ENOTFOUND: 'the name is not known: check it, and the network',
  EAI_AGAIN: 'names cannot be looked up: check the network',
  ETIMEDOUT: 'no answer: check the network and the security groups',
}

/** The text to print for anything thrown: what happened and what to do. A stack only for what is a mistake of ours. */
export function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if (thrown instanceof HourglassError || SELF_EXPLAINING.has(thrown.name)) return thrown.message
  const known = explainAws(thrown) ?? explainSystem(thrown)
  if (known !== undefined) return known
  return `${thrown.stack ?? thrown.message}\nThis is a mistake in Hourglass: please report it with the lines above.`
}

function explainAws(error: Error): string | undefined {
  if (error.name === 'CredentialsProviderError') return NO_CREDENTIALS
  if (/region is missing/i.test(error.message)) {
    return 'no AWS region: set AWS_REGION, or a region in the profile (AWS_PROFILE=...)'
  }
  if (!('$metadata' in error) || codeOf(error) !== undefined) return undefined
  const advice = AWS_ADVICE[error.name]
  return `AWS answered ${error.name}: ${error.message}${advice === undefined ? '' : `\n${advice}`}`
}

function explainSystem(error: Error): string | undefined {
  const code = codeOf(error)
  const advice = code === undefined ? undefined : SYSTEM_ADVICE[code]
  if (advice === undefined) return undefined
  // Node puts several addresses' refusals into one error without a message.
  return `${error.message || String(code)}\n${advice}`
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
