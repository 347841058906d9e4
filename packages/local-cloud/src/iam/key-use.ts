import type { AuthorizationRequest } from '../services/authorize.ts'
import type { CloudModel } from '../stack/model/model.ts'

/** What a call needs on the key that its resource is encrypted with. */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['kms:Decrypt'],
  's3:PutObject': ['kms:GenerateDataKey'],
  'secretsmanager:GetSecretValue': ['kms:Decrypt'],
  'secretsmanager:PutSecretValue': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sns:Publish': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sqs:SendMessage': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sqs:ReceiveMessage': ['kms:Decrypt'],
}

/**
 * What the caller needs on the KMS key besides the call itself: each of these services uses the key in the caller's name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function keyUse(request: AuthorizationRequest, model: CloudModel): readonly AuthorizationRequest[] {
  const actions = KEY_ACTIONS[request.action] ?? []
  const [service = ''] = request.action.split(':')
  const found = actions.length === 0 ? undefined : encrypted(service, request.resource, model)
  if (found?.keyArn === undefined) return []
  const { principal } = request
  const resource = found.keyArn
  const context = {
    ...sourceOf(request),
    'kms:ViaService': `${service}.${model.account.region}.amazonaws.com`,
    ...found.encryptionContext,
  }
  return actions.map((action) => ({ principal, action, resource, context }))
}

interface Encrypted {
  readonly keyArn: string | undefined
  readonly encryptionContext?: Readonly<Record<string, string>>
}

function encrypted(service: string, resource: string, model: CloudModel): Encrypted | undefined {
  switch (service) {
    case 's3': {
      const bucket = model.buckets.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`))
      // A bucket key serves all objects: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
      const about = bucket?.bucketKey === true ? bucket.arn : resource
      return bucket && { keyArn: bucket.kmsKeyArn, encryptionContext: { 'kms:EncryptionContext:aws:s3:arn': about } }
    }
    case 'secretsmanager': {
      const secret = model.secrets.find(({ arn }) => arn === resource)
      return (
        secret && { keyArn: secret.kmsKeyArn, encryptionContext: { 'kms:EncryptionContext:SecretARN': secret.arn } }
      )
    }
    default: {
      const found = [...model.topics, ...model.queues].find(({ arn }) => arn === resource)
      return found && { keyArn: found.kmsKeyArn }
    }
  }
}

/** In whose name a service acts goes with the call to the key. */
function sourceOf({ context }: AuthorizationRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(context).filter(([key]) => /^aws:source(arn|account)$/i.test(key)))
}
