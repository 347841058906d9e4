import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { RestService } from '../http/service.ts'
import type { Authorize } from '../services/authorize.ts'
import type { FunctionModel } from '../stack/model/model.ts'
import type { AsyncInvoker } from './async-invoker.ts'
import { LambdaError, messageOf } from './errors.ts'
import type { LambdaRuntime } from './lambda-runtime.ts'

/** Path prefix of the functions API. */
export const LAMBDA_PATH = '/2015-03-31/functions'

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** The REST API of Lambda: Invoke, GetFunction, GetFunctionConfiguration, ListFunctions. */
export function lambdaApi(runtime: LambdaRuntime, asyncInvoker: AsyncInvoker, authorize: Authorize): RestService {
  return async (request, response, { caller, body }) => {
    const url = new URL(request.url ?? '/', 'http://lambda')
    const [encodedName, operation] = url.pathname.slice(LAMBDA_PATH.length + 1).split('/')
    const functionName = decodeURIComponent(encodedName ?? '')
    const qualifier = url.searchParams.get('Qualifier') ?? undefined
    const allow = (action: string, resource: string): Promise<void> =>
      Promise.resolve(authorize({ principal: caller.principal, action: `lambda:${action}`, resource, context: {} }))
    try {
      if (request.method === 'GET' && functionName === '') {
        await allow('ListFunctions', '*')
        return send(response, json(200, { Functions: runtime.functions.map(configuration) }))
      }
      const model = runtime.find(functionName, qualifier)
      if (request.method === 'GET' && (operation === undefined || operation === 'configuration')) {
        await allow(operation === undefined ? 'GetFunction' : 'GetFunctionConfiguration', model.arn)
        const found = configuration(model)
        const code = { RepositoryType: 'S3', Location: `file://${model.zipPath}` }
        return send(response, json(200, operation === undefined ? { Configuration: found, Code: code } : found))
      }
      if (request.method !== 'POST' || operation !== 'invocations') {
        throw new LambdaError(
          'UnknownOperationException',
          404,
          `${request.method} ${url.pathname} is not supported here`,
        )
      }
      await allow('InvokeFunction', qualifier === undefined ? model.arn : `${model.arn}:${qualifier}`)
      const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse'
      if (type === 'DryRun') return send(response, { status: 204, body: '' })
      if (type === 'Event') {
        asyncInvoker.send(functionName, body.toString(), qualifier)
        return send(response, { status: 202, body: '' })
      }
      const keepLogTail = request.headers['x-amz-log-type'] === 'Tail'
      send(response, await invoke(runtime, { functionName, qualifier, payload: body.toString(), keepLogTail }))
    } catch (error) {
      send(response, errorAnswer(error))
    }
  }
}

async function invoke(runtime: LambdaRuntime, input: Parameters<LambdaRuntime['invoke']>[0]): Promise<Answer> {
  const { payload, functionError, executedVersion, logTail, record } = await runtime.invoke(input)
  const headers: Record<string, string> = {
    'x-amz-executed-version': executedVersion,
    'x-amzn-requestid': record.requestId,
  }
  if (functionError !== undefined) headers['x-amz-function-error'] = functionError
  if (input.keepLogTail === true) headers['x-amz-log-result'] = Buffer.from(logTail).toString('base64')
  return { status: 200, headers, body: payload }
}

function configuration(model: FunctionModel): object {
  const code = readFileSync(model.zipPath)
  return {
    FunctionName: model.name,
    FunctionArn: model.arn,
    Runtime: model.runtime,
    Role: model.roleArn,
    Handler: model.handler,
    CodeSize: code.length,
    CodeSha256: createHash('sha256').update(code).digest('base64'),
    Timeout: model.timeoutSeconds,
    MemorySize: model.memoryMb,
    Version: '$LATEST',
    Environment: { Variables: model.environment },
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  }
}

function errorAnswer(error: unknown): Answer {
  const isDenied = error instanceof Error && error.name === 'AccessDeniedException'
  const known = error instanceof LambdaError ? error : undefined
  const name = known?.name ?? (isDenied ? 'AccessDeniedException' : 'ServiceException')
  const status = known?.status ?? (isDenied ? 403 : 500)
  const body = JSON.stringify({
    Type: status < 500 ? 'User' : 'Service',
    Message: messageOf(error),
    message: messageOf(error),
  })
  return { status, headers: { 'x-amzn-errortype': name }, body }
}

function json(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body) }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(status === 204 ? undefined : body)
}
