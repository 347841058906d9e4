import type { LoadWay } from '@hourglass/contracts/environment'
import { OBJECT_PATTERNS, type ObjectKind } from '@hourglass/contracts/s3-keys'
import { type ObjectUse, WORKERS, type WorkerName } from '@hourglass/contracts/workers'
import type { Statement } from './statement.ts'

/** Written as streams of unknown length, in several uploads that are aborted when something goes wrong. */
const STREAMED: readonly ObjectKind[] = ['parts', 'quarantine']

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
  return [...objectStatements(WORKERS[worker].objects(access.loadWith), access), ...secretStatements(access)]
}

function objectStatements({ reads, writes }: ObjectUse, access: WorkerAccess): Statement[] {
  const keys = (names: readonly ObjectKind[]) => names.map((name) => `${access.bucketArn}/${OBJECT_PATTERNS[name]}`)
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
