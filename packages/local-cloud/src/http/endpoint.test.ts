import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Endpoint, startEndpoint } from './endpoint.ts'
import type { Caller } from './service.ts'

const PRINCIPAL = 'arn:aws:iam::000000000000:role/worker'
const JSON_HEADERS = { 'content-type': 'application/x-amz-json-1.0' }
let endpoint: Endpoint
let errors: string[]

function config(secretAccessKey = 'secret') {
  const credentials = { accessKeyId: 'key', secretAccessKey }
  return { endpoint: endpoint.url, region: 'us-east-1', credentials, maxAttempts: 1 }
}

beforeEach(async () => {
  errors = []
  const credentials = new Map([['key', { secretAccessKey: 'secret', principal: PRINCIPAL }]])
  endpoint = await startEndpoint({
    credentials,
    onError: (error, request) => errors.push(`${request}: ${String(error)}`),
  })
})
afterEach(() => endpoint.close())

describe('routing, with the principal that signed', () => {
  test('a JSON service is found by the prefix of its target', async () => {
    const seen: Array<[string, Caller]> = []
    const answer = (body: object) => async (target: string, _: string, caller: Caller) => {
      seen.push([target, caller])
      return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(body) }
    }
    endpoint.mountJson('AWSStepFunctions.', answer({ stateMachines: [] }))
    endpoint.mountJson('secretsmanager.', answer({ SecretString: 's' }))
    expect(await new SFNClient(config()).send(new ListStateMachinesCommand({}))).toMatchObject({ stateMachines: [] })
    const secrets = new SecretsManagerClient(config())
    expect(await secrets.send(new GetSecretValueCommand({ SecretId: 'x' }))).toMatchObject({ SecretString: 's' })
    const caller = { accessKeyId: 'key', principal: PRINCIPAL }
    expect(seen).toEqual([
      ['AWSStepFunctions.ListStateMachines', caller],
      ['secretsmanager.GetSecretValue', caller],
    ])
  })

  test('a query service is found by its signing name', async () => {
    endpoint.mountQuery('sns', async (parameters) => {
      const id = `${parameters.get('Action')} ${parameters.get('Message')}`
      const body = `<PublishResponse><PublishResult><MessageId>${id}</MessageId></PublishResult></PublishResponse>`
      return { status: 200, headers: { 'content-type': 'text/xml' }, body }
    })
    const sent = await new SNSClient(config()).send(new PublishCommand({ TopicArn: 'arn', Message: 'a+b c' }))
    expect(sent.MessageId).toBe('Publish a+b c')
  })

  test('a REST service is found by its path and gets the body that was verified', async () => {
    endpoint.mountRest('/2015-03-31/functions/', async (request, response, { body, caller }) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ url: request.url, body: body.toString(), ...caller }))
    })
    const invoked = await new LambdaClient(config()).send(new InvokeCommand({ FunctionName: 'fn', Payload: '{"a":1}' }))
    expect(JSON.parse(Buffer.from(invoked.Payload ?? []).toString())).toEqual({
      url: '/2015-03-31/functions/fn/invocations',
      body: '{"a":1}',
      accessKeyId: 'key',
      principal: PRINCIPAL,
    })
  })

  test('everything else is S3', async () => {
    endpoint.mountS3(async (request, response, signed) => {
      expect(signed.service).toBe('s3')
      response.end(`<ListAllMyBucketsResult><Owner><ID>${request.url}</ID></Owner></ListAllMyBucketsResult>`)
    })
    expect((await new S3Client(config()).send(new ListBucketsCommand({}))).Owner?.ID).toBe('/?x-id=ListBuckets')
  })
})

describe('a refusal is written the way the service writes errors', () => {
  test('fails when the secret is wrong', async () => {
    endpoint.mountJson('AWSStepFunctions.', async () => ({ status: 200, headers: {}, body: '{}' }))
    endpoint.mountRest('/2015-03-31/functions/', async (_, response) => void response.end('{}'))
    const sfn = new SFNClient(config('wrong')).send(new ListStateMachinesCommand({}))
    await expect(sfn).rejects.toMatchObject({ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 403 } })
    const lambda = new LambdaClient(config('wrong')).send(new InvokeCommand({ FunctionName: 'fn' }))
    await expect(lambda).rejects.toMatchObject({ name: 'InvalidSignatureException' })
    const sns = new SNSClient(config('wrong')).send(new PublishCommand({ TopicArn: 'arn', Message: 'm' }))
    await expect(sns).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    const s3 = new S3Client(config('wrong')).send(new ListBucketsCommand({}))
    await expect(s3).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  })

  test('fails when no service is mounted, naming what was asked for', async () => {
    const sfn = new SFNClient(config()).send(new ListStateMachinesCommand({}))
    await expect(sfn).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('AWSStepFunctions.ListStateMachines'),
    })
    const sns = new SNSClient(config()).send(new PublishCommand({ TopicArn: 'arn', Message: 'm' }))
    await expect(sns).rejects.toMatchObject({ name: 'InvalidAction' })
  })

  test('fails when a request is not signed or its escapes are broken', async () => {
    const unsigned = await fetch(`${endpoint.url}/bucket/key`)
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('MissingAuthenticationToken'),
    ])
    const broken = await fetch(`${endpoint.url}/bucket?prefix=%ff`)
    expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining('InvalidURI')])
  })

  test('fails when a body is above 10 MiB', async () => {
    const headers = { 'x-amz-target': 'AWSStepFunctions.StartExecution' }
    const response = await fetch(endpoint.url, { method: 'POST', headers, body: Buffer.alloc(11 * 1024 * 1024) })
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([413, 'RequestEntityTooLargeException'])
  })

  test('fails when a service throws: it is answered 500 and reported', async () => {
    endpoint.mountJson('AWSStepFunctions.', () => Promise.reject(new Error('broken service')))
    const sfn = new SFNClient(config()).send(new ListStateMachinesCommand({}))
    await expect(sfn).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } })
    expect(errors).toEqual(['POST /: Error: broken service'])
  })
})

describe('close', () => {
  test('ends idle sockets, refuses new ones, and can be called again', async () => {
    const idle = connect(endpoint.port, '127.0.0.1')
    await new Promise((resolve) => idle.once('connect', resolve))
    const ended = new Promise((resolve) => idle.once('close', resolve))
    await Promise.all([endpoint.close(), endpoint.close()])
    await ended
    await expect(fetch(endpoint.url)).rejects.toThrow('fetch failed')
  })

  test('lets a request under way end, and cuts one that takes longer than the grace', async () => {
    const arrived: string[] = []
    const never = new Promise<void>(() => undefined)
    const both = new Promise<void>((resolve) => {
      endpoint.mountRest('/2015-03-31/functions/', async (request, response) => {
        arrived.push(request.url ?? '')
        if (arrived.length === 2) resolve()
        if (request.url?.includes('/stuck/')) await never
        await delay(50)
        response.end('{}')
      })
    })
    const quick = new LambdaClient(config()).send(new InvokeCommand({ FunctionName: 'quick' }))
    const stuck = new LambdaClient(config()).send(new InvokeCommand({ FunctionName: 'stuck' }))
    const outcome = Promise.allSettled([quick, stuck])
    await both
    await endpoint.close(300)
    expect((await outcome).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })
})
