import * as s3Commands from '@aws-sdk/client-s3'
import { StateFailure } from '../language/failure.ts'
import { isObject, type Json, type JsonObject, setKey, tryParseJson } from '../language/json.ts'
import type { TaskCall } from '../run/task-call.ts'
import { checkAllowed } from './guard.ts'
import type { Authorize, CallService } from './ports.ts'
import { sdkPermissions } from './sdk-permissions.ts'
import { type ErrorStyle, serviceFailure } from './service-errors.ts'

/** What the `aws-sdk:` integrations are built on. */
export interface SdkPorts {
  readonly s3: s3Commands.S3Client | undefined
  readonly authorize: Authorize | undefined
  /** Any other service. */
  readonly callService: CallService | undefined
  /** The engine's own API. */
  readonly handleRequest: (target: string, body: string) => Promise<{ readonly status: number; readonly body: string }>
}

// How Step Functions spells service names in error names.
const SPELLING: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDb',
  eventbridge: 'EventBridge',
  secretsmanager: 'SecretsManager',
  stepfunctions: 'Sfn',
}

// And in those of its optimised integrations, which call through the first Java client.
const OPTIMISED: Readonly<Record<string, ErrorStyle>> = {
  dynamodb: { prefix: 'DynamoDB', service: 'AmazonDynamoDBv2' },
  ecs: { prefix: 'ECS', service: 'AmazonECS' },
  events: { prefix: 'EventBridge', service: 'AmazonEventBridge' },
  glue: { prefix: 'Glue', service: 'AWSGlue' },
  sagemaker: { prefix: 'SageMaker', service: 'AmazonSageMaker' },
  sqs: { prefix: 'SQS', service: 'AmazonSQS' },
}

/**
 * `aws-sdk:SERVICE:ACTION`, and optimised integrations that the engine has no code for: `s3` goes through the S3
 * client, `sfn` to the engine itself, everything else to the host's `callService`. @throws StateFailure
 */
export async function callAwsSdk(call: TaskCall, ports: SdkPorts): Promise<Json> {
  const service = call.resource.service.replace(/^aws-sdk:/, '')
  const { action } = call.resource
  const prefix = SPELLING[service] ?? upperFirst(service)
  const isSdk = call.resource.service.startsWith('aws-sdk:')
  const style = (isSdk ? undefined : OPTIMISED[service]) ?? { prefix, service: prefix, isSdk }
  try {
    const parameters = isObject(call.parameters) ? call.parameters : {}
    for (const { action: needed, resource, context } of sdkPermissions(service, upperFirst(action), parameters)) {
      await checkAllowed(ports.authorize, call.roleArn, needed, resource, context)
    }
    if (service === 's3' && ports.s3 !== undefined) return await callS3(ports.s3, action, parameters)
    if (service === 'sfn') return await callSelf(ports, action, parameters)
    if (ports.callService === undefined)
      throw new Error(
        `This engine was created without "callService"; pass one to createEngine to use ${call.resource.arn}.`,
      )
    return await ports.callService({ service, action, parameters, roleArn: call.roleArn })
  } catch (error) {
    throw error instanceof StateFailure ? error : serviceFailure(error, style)
  }
}

async function callS3(client: s3Commands.S3Client, action: string, parameters: JsonObject): Promise<Json> {
  const Command: unknown = Reflect.get(s3Commands, `${upperFirst(action)}Command`)
  if (typeof Command !== 'function') throw new Error(`S3 has no action ${action}.`)
  const command: unknown = Reflect.construct(Command, [parameters])
  // Which command it is, only the definition knows; the client checks it.
  const answer: unknown = await client.send(command as s3Commands.GetObjectCommand)
  return toJson(answer)
}

async function callSelf(ports: SdkPorts, action: string, parameters: JsonObject): Promise<Json> {
  const { status, body } = await ports.handleRequest(
    `AWSStepFunctions.${upperFirst(action)}`,
    JSON.stringify(renameKeys(parameters, lowerFirst)),
  )
  const answer = tryParseJson(body) ?? null
  if (status === 200) return renameKeys(answer, upperFirst)
  const fields = isObject(answer) ? answer : {}
  const { message, __type: name } = fields
  throw Object.assign(new Error(typeof message === 'string' ? message : 'no message'), {
    name: typeof name === 'string' ? name : 'InternalFailure',
  })
}

/** An SDK's answer as Step Functions shows it: no metadata, times in ISO 8601, a body as text. */
async function toJson(value: unknown): Promise<Json> {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return Promise.all(value.map(toJson))
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  const asText: unknown = Reflect.get(value, 'transformToString')
  if (typeof asText === 'function') return String(await asText.call(value))
  const result: JsonObject = {}
  for (const [key, item] of Object.entries(value))
    if (key !== '$metadata' && item !== undefined) setKey(result, key, await toJson(item))
  return result
}

function renameKeys(value: Json, rename: (key: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), renameKeys(item, rename)]))
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
