import { randomUUID } from 'node:crypto'
import type { JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { Caller, JsonService } from '../../http/service.ts'
import type { SecretModel } from '../../stack/model/model.ts'
import type { Authorize } from '../authorize.ts'
import { jsonService, optionalText, requiredText, ServiceError } from '../json-service.ts'
import { initialValue, type SecretSources } from './secret-values.ts'

interface Version {
  readonly id: string
  readonly value: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

interface Secret {
  readonly model: SecretModel
  current: Version | undefined
  previous: Version | undefined
}

/**
 * Secrets Manager for the secrets of the stacks, in memory: GetSecretValue, DescribeSecret, PutSecretValue, ListSecrets.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/
 */
export function secretsManager(
  models: readonly SecretModel[],
  sources: SecretSources,
  authorize: Authorize,
  now: () => number,
): JsonService {
  const secrets = models.map((model): Secret => {
    const value = initialValue(model, sources)
    const current = value === undefined ? undefined : { id: randomUUID(), value, createdAt: now() }
    return { model, current, previous: undefined }
  })

  const find = async (input: JsonObject, caller: Caller, action: string): Promise<Secret> => {
    const id = requiredText(input, 'SecretId')
    const secret = secrets.find(({ model }) => isMeant(id, model))
    // Without the secret there is no ARN; AWS then asks the policies about the name that was given.
    const resource = secret?.model.arn ?? id
    const context = conditionKeys(input, resource)
    await authorize({ principal: caller.principal, action: `secretsmanager:${action}`, resource, context })
    if (secret === undefined) throw notFound("Secrets Manager can't find the specified secret.")
    return secret
  }

  return jsonService({
    GetSecretValue: async (input, caller) => {
      const secret = await find(input, caller, 'GetSecretValue')
      const version = chosenVersion(secret, input)
      const { arn: ARN, name: Name } = secret.model
      return {
        ARN,
        Name,
        VersionId: version.id,
        SecretString: version.value,
        VersionStages: stagesOf(secret, version),
        CreatedDate: version.createdAt / 1000,
      }
    },
    DescribeSecret: async (input, caller) => describe(await find(input, caller, 'DescribeSecret')),
    PutSecretValue: async (input, caller) => {
      const secret = await find(input, caller, 'PutSecretValue')
      const version = {
        id: optionalText(input, 'ClientRequestToken') ?? randomUUID(),
        value: requiredText(input, 'SecretString'),
        createdAt: now(),
      }
      secret.previous = secret.current
      secret.current = version
      const { arn: ARN, name: Name } = secret.model
      return { ARN, Name, VersionId: version.id, VersionStages: ['AWSCURRENT'] }
    },
    ListSecrets: async (_, caller) => {
      await authorize({ principal: caller.principal, action: 'secretsmanager:ListSecrets', resource: '*', context: {} })
      return { SecretList: secrets.map(describe) }
    },
  })
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
function conditionKeys(input: JsonObject, secretArn: string): Readonly<Record<string, string>> {
  const versionId = optionalText(input, 'VersionId')
  const stage = optionalText(input, 'VersionStage')
  return {
    'secretsmanager:SecretId': secretArn,
    ...(versionId === undefined ? {} : { 'secretsmanager:VersionId': versionId }),
    ...(stage === undefined ? {} : { 'secretsmanager:VersionStage': stage }),
  }
}

/** A secret is named by its ARN, its ARN without the random end, or its name. */
function isMeant(id: string, { arn, name }: SecretModel): boolean {
  return id === arn || id === name || id === arn.slice(0, arn.lastIndexOf('-'))
}

function chosenVersion(secret: Secret, input: JsonObject): Version {
  const versionId = optionalText(input, 'VersionId')
  const stage = optionalText(input, 'VersionStage')
  const candidates =
    stage === 'AWSPREVIOUS'
      ? [secret.previous]
      : versionId === undefined
        ? [secret.current]
        : [secret.current, secret.previous]
  const isKnownStage = stage === undefined || stage === 'AWSCURRENT' || stage === 'AWSPREVIOUS'
  const found = candidates.find(
    (version) => version !== undefined && (versionId === undefined || version.id === versionId),
  )
  if (found !== undefined && isKnownStage) return found
  const what = versionId === undefined ? `staging label: ${stage ?? 'AWSCURRENT'}` : `VersionId: ${versionId}`
  throw notFound(`Secrets Manager can't find the specified secret value for ${what}`)
}

function stagesOf(secret: Secret, version: Version): string[] {
  return [version === secret.current ? 'AWSCURRENT' : 'AWSPREVIOUS']
}

function describe(secret: Secret): JsonObject {
  const versions = [secret.current, secret.previous].filter((version) => version !== undefined)
  return {
    ARN: secret.model.arn,
    Name: secret.model.name,
    VersionIdsToStages: Object.fromEntries(versions.map((version) => [version.id, stagesOf(secret, version)])),
  }
}

function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message)
}
