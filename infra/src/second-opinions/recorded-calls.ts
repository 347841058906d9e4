import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** A call that the provider made while it worked on a resource. */
export interface RecordedCall {
  readonly type: string
  /** As IAM names it: `s3:GetEncryptionConfiguration`. */
  readonly action: string
}

const line = z.looseObject({
  '@message': z.literal('HTTP Request Sent'),
  'rpc.service': z.string(),
  'rpc.method': z.string(),
  tf_rpc: z.string().optional(),
  tf_resource_type: z.string(),
})

/** Prefixes of IAM by the names that the SDK gives services. */
const PREFIXES: Readonly<Record<string, string>> = {
  CloudWatch: 'cloudwatch',
  'CloudWatch Logs': 'logs',
  EC2: 'ec2',
  EventBridge: 'events',
  IAM: 'iam',
  KMS: 'kms',
  Lambda: 'lambda',
  RDS: 'rds',
  S3: 's3',
  SFN: 'states',
  SNS: 'sns',
  SQS: 'sqs',
  STS: 'sts',
  Scheduler: 'scheduler',
  'Secrets Manager': 'secretsmanager',
}

/** Operations that IAM names otherwise: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const RENAMED: Readonly<Record<string, string>> = {
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:GetBucketAccelerateConfiguration': 's3:GetAccelerateConfiguration',
  's3:GetBucketCors': 's3:GetBucketCORS',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
}

/** The calls in a log that Terraform wrote with TF_LOG=JSON, each once. */
export function readCalls(logs: readonly string[]): readonly RecordedCall[] {
  const found = new Map<string, RecordedCall>()
  for (const log of logs) {
    for (const text of readFileSync(log, 'utf8').split('\n')) {
      if (!text.includes('"HTTP Request Sent"')) continue
      const parsed = line.safeParse(JSON.parse(text))
      if (!parsed.success) continue
      const { 'rpc.service': service, 'rpc.method': method, tf_resource_type: type } = parsed.data
      const prefix = PREFIXES[service] ?? service
      const action = RENAMED[`${prefix}:${method}`] ?? `${prefix}:${method}`
      found.set(`${type} ${action}`, { type, action })
    }
  }
  return [...found.values()]
}
