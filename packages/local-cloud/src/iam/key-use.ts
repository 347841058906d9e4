import type { AuthorizationRequest } from '../services/authorize.ts'
import type { CloudModel } from '../stack/model/model.ts'

/**
 * What the caller needs on the KMS key besides the call itself: S3 and Secrets Manager use the key in the caller's name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
export function keyUse(request: AuthorizationRequest, model: CloudModel): readonly AuthorizationRequest[] {
  const [service = '', operation = ''] = request.action.split(':')
  const actions = KEY_ACTIONS[`${service}:${operation}`] ?? []
  const key = actions.length === 0 ? undefined : keyOf(service, request.resource, model)
  if (key === undefined) return []
  const context = { 'kms:ViaService': `${service}.${model.account.region}.amazonaws.com` }
  return actions.map((action) => ({ principal: request.principal, action, resource: key, context }))
}

const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['kms:Decrypt'],
  's3:PutObject': ['kms:GenerateDataKey'],
  'secretsmanager:GetSecretValue': ['kms:Decrypt'],
  'secretsmanager:PutSecretValue': ['kms:GenerateDataKey', 'kms:Decrypt'],
}

function keyOf(service: string, resource: string, model: CloudModel): string | undefined {
  if (service === 'secretsmanager') return model.secrets.find(({ arn }) => arn === resource)?.kmsKeyArn
  return model.buckets.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`))?.kmsKeyArn
}
