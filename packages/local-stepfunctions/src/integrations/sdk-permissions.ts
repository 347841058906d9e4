import { isObject, type Json, type JsonObject } from '../language/json.ts'

/** One question to the policies of a role. */
export interface Permission {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string>>
}

/** S3 operations whose IAM action is named otherwise, and those about the bucket itself. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListBuckets: 'ListAllMyBuckets',
  ListParts: 'ListMultipartUploadParts',
  ListMultipartUploads: 'ListBucketMultipartUploads',
}

/** Parameters of other services that name what a call is about, the more special ones first. */
const NAMING = /^(ExecutionArn|MapRunArn|StateMachineArn|TopicArn|TargetArn|SecretId|ResourceArn|\w+Arn)$/

/**
 * What a role needs for an `aws-sdk:` call: IAM actions, which are not always named like the operation, and resources.
 * The resource is `*` where the parameters name it in another way than by its ARN.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function sdkPermissions(service: string, operation: string, parameters: JsonObject): readonly Permission[] {
  if (service === 's3') return s3Permissions(operation, parameters)
  const prefix = service === 'sfn' ? 'states' : service
  const action = service === 'lambda' && operation === 'Invoke' ? 'InvokeFunction' : operation
  return [{ action: `${prefix}:${action}`, resource: arnIn(parameters) ?? '*' }]
}

function s3Permissions(operation: string, parameters: JsonObject): readonly Permission[] {
  const { Bucket, Key, Prefix, Delete, CopySource } = parameters
  const bucket = typeof Bucket === 'string' ? `arn:aws:s3:::${Bucket}` : '*'
  const object = (key: Json | undefined): string => (typeof key === 'string' ? `${bucket}/${key}` : bucket)
  if (operation === 'DeleteObjects') {
    const objects = isObject(Delete) && Array.isArray(Delete['Objects']) ? Delete['Objects'] : []
    return objects.map((item) => ({
      action: 's3:DeleteObject',
      resource: object(isObject(item) ? item['Key'] : undefined),
    }))
  }
  const action = `s3:${S3_ACTIONS[operation] ?? operation}`
  const context = typeof Prefix === 'string' ? { context: { 's3:prefix': Prefix } } : {}
  if (operation !== 'CopyObject' || typeof CopySource !== 'string')
    return [{ action, resource: object(Key), ...context }]
  const source = decodeURIComponent(CopySource.split('?')[0] ?? '').replace(/^\//, '')
  return [
    { action: 's3:GetObject', resource: `arn:aws:s3:::${source}` },
    { action: 's3:PutObject', resource: object(Key) },
  ]
}

function arnIn(parameters: JsonObject): string | undefined {
  const named = Object.entries(parameters).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].startsWith('arn:'),
  )
  return named.find(([name]) => NAMING.test(name))?.[1]
}
