import type { LoadWay } from '@hourglass/contracts/environment'
import type { WorkerName } from '@hourglass/contracts/names'
import type { Statement } from './statement.ts'

/** Patterns of the keys that contracts' `s3-keys.ts` makes. */
const KEYS = {
  tables: 'runs/*/tables.json',
  chunks: 'runs/*/chunks.json',
  chunkRecords: 'runs/*/chunks/*.json',
  parts: 'runs/*/parts/*',
  quarantine: 'runs/*/quarantine/*',
  lookups: 'runs/*/lookups/*',
  manifest: 'runs/*/manifest.json',
  results: 'runs/*/results/*',
  reports: 'runs/*/report.*',
} as const

type KeyName = keyof typeof KEYS

interface ObjectUse {
  readonly reads: readonly KeyName[]
  readonly writes: readonly KeyName[]
}

/** Written as streams of unknown length, in several uploads that are aborted when something goes wrong. */
const STREAMED: readonly KeyName[] = ['parts', 'quarantine']

/**
 * What each worker reads and writes. A key that is written once is also read: by the worker that lost the race.
 * With `aws_s3` Postgres pulls the parts itself, by a role of its own.
 */
function objectsOf(worker: WorkerName, loadWith: LoadWay): ObjectUse {
  const loads: readonly KeyName[] = loadWith === 'copy' ? ['parts'] : []
  switch (worker) {
    case 'plan-run':
      return { reads: [], writes: ['tables'] }
    case 'plan-table':
      return { reads: ['chunks', 'lookups'], writes: ['chunks', 'lookups'] }
    case 'extract':
      return { reads: ['chunks', 'lookups', 'chunkRecords'], writes: ['chunkRecords', 'parts', 'quarantine'] }
    case 'stage':
      return { reads: ['chunks', 'chunkRecords', 'manifest'], writes: ['manifest'] }
    case 'load':
      return { reads: loads, writes: [] }
    case 'extract-and-load':
      return {
        reads: ['chunks', 'lookups', 'chunkRecords', 'manifest', ...loads],
        writes: ['chunkRecords', 'parts', 'quarantine', 'manifest'],
      }
    case 'publish':
      return { reads: ['manifest'], writes: [] }
    case 'build':
      return { reads: [], writes: [] }
    case 'finish':
      return { reads: ['results'], writes: ['reports'] }
  }
}

export interface WorkerAccess {
  readonly loadWith: LoadWay
  readonly bucketArn: string
  readonly bucketKeyArn: string
  /** The secrets that the worker's settings name. */
  readonly secretArns: readonly string[]
  /** Keys that those secrets are encrypted with. */
  readonly secretKeyArns: readonly string[]
}

/**
 * Least privilege of one worker on bucket, secrets and keys.
 *
 * `s3:ListBucket` goes with every read and carries no prefix condition: without it S3 answers "access denied" instead of
 * "no such key" to a read of an object that is not there, and such a read has no prefix that a condition could compare.
 */
export function workerStatements(worker: WorkerName, access: WorkerAccess): Statement[] {
  return [...objectStatements(objectsOf(worker, access.loadWith), access), ...secretStatements(access)]
}

function objectStatements({ reads, writes }: ObjectUse, access: WorkerAccess): Statement[] {
  const keys = (names: readonly KeyName[]) => names.map((name) => `${access.bucketArn}/${KEYS[name]}`)
  const streamed = writes.filter((name) => STREAMED.includes(name))
  // Several uploads of one object are put together under one data key, which has to be decrypted again.
  const decrypts = reads.length > 0 || streamed.length > 0
  const keyActions = [...(decrypts ? ['kms:Decrypt'] : []), ...(writes.length > 0 ? ['kms:GenerateDataKey'] : [])]
  const statements: Statement[] = [
    {
      sid: 'TellMissingFromForbidden',
      actions: ['s3:ListBucket'],
      resources: reads.length > 0 ? [access.bucketArn] : [],
    },
    { sid: 'ReadObjects', actions: ['s3:GetObject'], resources: keys(reads) },
    { sid: 'WriteObjects', actions: ['s3:PutObject'], resources: keys(writes) },
    { sid: 'AbortUploads', actions: ['s3:AbortMultipartUpload'], resources: keys(streamed) },
    { sid: 'UseBucketKey', actions: keyActions, resources: keyActions.length > 0 ? [access.bucketKeyArn] : [] },
  ]
  return statements.filter((statement) => statement.resources.length > 0)
}

function secretStatements(access: WorkerAccess): Statement[] {
  const statements: Statement[] = [
    { sid: 'ReadSecrets', actions: ['secretsmanager:GetSecretValue'], resources: [...new Set(access.secretArns)] },
    { sid: 'UseSecretKey', actions: ['kms:Decrypt'], resources: [...new Set(access.secretKeyArns)] },
  ]
  return statements.filter((statement) => statement.resources.length > 0)
}
