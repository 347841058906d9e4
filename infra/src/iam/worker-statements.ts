import type { WorkerName } from '@hourglass/contracts/names'
import type { Statement } from './statement.ts'

/** Patterns of the keys that contracts' `s3-keys.ts` makes. */
const KEYS = {
  tables: 'runs/*/tables.json',
  chunks: 'runs/*/chunks.json',
  chunkRecords: 'runs/*/chunks/*.json',
  parts: 'runs/*/parts/*',
  quarantine: 'runs/*/quarantine/*',
  manifest: 'runs/*/manifest.json',
  results: 'runs/*/results/*',
  reports: 'runs/*/report.*',
} as const

type KeyName = keyof typeof KEYS

interface ObjectUse {
  readonly reads: readonly KeyName[]
  readonly writes: readonly KeyName[]
}

/** What each worker reads and writes. A key that is written once is also read: by the worker that lost the race. */
const OBJECTS: Readonly<Record<WorkerName, ObjectUse>> = {
  'plan-run': { reads: ['tables'], writes: ['tables'] },
  'plan-table': { reads: ['chunks'], writes: ['chunks'] },
  extract: { reads: ['chunks', 'chunkRecords'], writes: ['chunkRecords', 'parts', 'quarantine'] },
  stage: { reads: ['chunks', 'chunkRecords', 'manifest'], writes: ['manifest'] },
  load: { reads: ['manifest', 'parts'], writes: [] },
  'extract-and-load': {
    reads: ['chunks', 'chunkRecords', 'manifest', 'parts'],
    writes: ['chunkRecords', 'parts', 'quarantine', 'manifest'],
  },
  publish: { reads: ['manifest'], writes: [] },
  finish: { reads: ['tables', 'results', 'reports'], writes: ['reports'] },
}

export interface WorkerAccess {
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
 * `s3:ListBucket` carries no prefix condition: without it S3 answers "access denied" instead of "no such key" to a read
 * of an object that is not there, and such a read has no prefix that a condition could compare.
 */
export function workerStatements(worker: WorkerName, access: WorkerAccess): Statement[] {
  const { reads, writes } = OBJECTS[worker]
  const keys = (names: readonly KeyName[]) => names.map((name) => `${access.bucketArn}/${KEYS[name]}`)
  const statements: Statement[] = [
    { sid: 'TellMissingFromForbidden', actions: ['s3:ListBucket'], resources: [access.bucketArn] },
    { sid: 'ReadObjects', actions: ['s3:GetObject'], resources: keys(reads) },
  ]
  if (writes.length > 0) {
    statements.push({
      sid: 'WriteObjects',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: keys(writes),
    })
  }
  statements.push({
    sid: 'UseBucketKey',
    actions: writes.length > 0 ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
    resources: [access.bucketKeyArn],
  })
  if (access.secretArns.length > 0) {
    statements.push({
      sid: 'ReadSecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [...new Set(access.secretArns)],
    })
  }
  if (access.secretKeyArns.length > 0) {
    statements.push({ sid: 'UseSecretKey', actions: ['kms:Decrypt'], resources: [...new Set(access.secretKeyArns)] })
  }
  return statements
}
