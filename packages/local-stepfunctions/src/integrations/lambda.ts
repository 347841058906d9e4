import { randomUUID } from 'node:crypto'
import { StateFailure, runtimeFailure } from '../language/failure.ts'
import { isObject, type Json, tryParseJson } from '../language/json.ts'
import { Cancelled, type Cancellation } from '../run/cancellation.ts'
import type { TaskCall } from '../run/task-call.ts'
import { checkAllowed } from './guard.ts'
import type { Authorize, InvokeFunction, InvokeRequest, InvokeResponse } from './ports.ts'
import { serviceFailure } from './service-errors.ts'

const STYLE = { prefix: 'Lambda', service: 'AWSLambda' }
const FUNCTION =
  /^(?:arn:[^:]+:lambda:([^:]*):(\d*):function:|(?:(\d+):)?function:|)([A-Za-z0-9_-]+)(?::([$A-Za-z0-9_-]+))?$/

/** What the Lambda integration needs. */
export interface LambdaPorts {
  readonly region: string
  readonly accountId: string
  readonly now: () => number
  readonly invokeFunction: InvokeFunction
  readonly authorize: Authorize | undefined
}

/** `arn:aws:states:::lambda:invoke`: the Invoke API's answer, with the payload as a value. @throws StateFailure */
export async function invokeThroughApi(call: TaskCall, ports: LambdaPorts): Promise<Json> {
  if (!isObject(call.parameters)) throw runtimeFailure('The Parameters of lambda:invoke must be an object.')
  const { FunctionName, Payload, Qualifier, InvocationType } = call.parameters
  if (typeof FunctionName !== 'string')
    throw runtimeFailure('The Parameters of lambda:invoke must have a FunctionName.')
  const target = resolveFunction(FunctionName, ports, typeof Qualifier === 'string' ? Qualifier : undefined)
  const invocationType = InvocationType === 'Event' || InvocationType === 'DryRun' ? InvocationType : 'RequestResponse'
  const response = await invoke(call, ports, {
    ...target,
    invocationType,
    payload: payloadText(Payload),
  })
  return invokeResult(response, ports.now())
}

/** A function ARN as `Resource`: the input goes in, the payload comes out. @throws StateFailure */
export async function invokeDirectly(call: TaskCall, ports: LambdaPorts): Promise<Json> {
  const target = resolveFunction(call.resource.arn, ports, undefined)
  const response = await invoke(call, ports, { ...target, payload: JSON.stringify(call.parameters) })
  return payloadValue(response.payload)
}

// Recorded: null becomes {}, and a string that is itself JSON is sent as it is, without quotes around it.
function payloadText(payload: Json | undefined): string {
  if (payload === undefined || payload === null) return '{}'
  return typeof payload === 'string' && tryParseJson(payload) !== undefined ? payload : JSON.stringify(payload)
}

type Target = Pick<InvokeRequest, 'functionArn' | 'qualifier'>

function resolveFunction(name: string, ports: LambdaPorts, qualifier: string | undefined): Target {
  const match = FUNCTION.exec(name)
  if (match === null)
    throw serviceFailure(named('InvalidParameterValueException', `Invalid function name: ${name}`), STYLE)
  const [, region, account, partialAccount, functionName, suffix] = match
  const functionArn = `arn:aws:lambda:${region ?? ports.region}:${account ?? partialAccount ?? ports.accountId}:function:${functionName}`
  const chosen = qualifier ?? suffix
  return chosen === undefined ? { functionArn } : { functionArn, qualifier: chosen }
}

async function invoke(
  call: TaskCall,
  ports: LambdaPorts,
  request: Omit<InvokeRequest, 'signal'>,
): Promise<InvokeResponse> {
  const resource = request.qualifier === undefined ? request.functionArn : `${request.functionArn}:${request.qualifier}`
  let response: InvokeResponse
  try {
    await checkAllowed(ports.authorize, call.roleArn, 'lambda:InvokeFunction', resource)
    response = await ports.invokeFunction({ ...request, signal: abortSignal(call.cancellation) })
  } catch (error) {
    if (error instanceof Cancelled) throw error
    throw serviceFailure(error, STYLE)
  }
  if (typeof response?.payload !== 'string')
    throw serviceFailure(named('ServiceException', 'The function gave no payload.'), STYLE)
  if (response.functionError !== undefined) throw functionFailure(response.payload)
  return response
}

/** A function that failed: its error type, with the whole error object as cause. */
function functionFailure(payload: string): StateFailure {
  const error = tryParseJson(payload)
  const type = isObject(error ?? null) ? Reflect.get(Object(error), 'errorType') : undefined
  if (typeof type === 'string' && type !== '') return new StateFailure(type, payload, { fromTask: true })
  const cause = `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`
  return new StateFailure('Lambda.Unknown', cause, { fromTask: true })
}

/** Null is a payload too. */
function payloadValue(text: string): Json {
  const value = tryParseJson(text)
  return value === undefined ? text : value
}

function invokeResult(response: InvokeResponse, now: number): Json {
  const requestId = randomUUID()
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(response.payload)),
    'Content-Type': 'application/json',
    Date: new Date(now).toUTCString(),
    'X-Amz-Executed-Version': response.executedVersion,
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': requestId,
    'X-Amzn-Trace-Id': `root=1-${Math.floor(now / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)};sampled=0`,
  }
  const payload = payloadValue(response.payload)
  return {
    ExecutedVersion: response.executedVersion,
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: response.statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: response.statusCode,
  }
}

function abortSignal(cancellation: Cancellation): AbortSignal {
  const controller = new AbortController()
  cancellation.onCancel((reason) => controller.abort(new Cancelled(reason)))
  return controller.signal
}

function named(name: string, message: string): Error {
  const error = new Error(message)
  error.name = name
  return error
}
