import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MigrateError } from './errors.ts'
import { ensureLogin, ensureMaskKey, readLogin, WORKER_USER } from './secret-values.ts'

/*
 * Secrets Manager as these calls see it: JSON 1.1 over HTTP, a secret without a value answers ResourceNotFoundException
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html).
 */

const values = new Map<string, string>()
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { SecretId, SecretString }: { SecretId: string; SecretString?: string } = JSON.parse(body)
    const found = values.get(SecretId)
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    if (SecretString !== undefined) values.set(SecretId, SecretString)
    else if (found === undefined) response.statusCode = 400
    const missing = { __type: 'ResourceNotFoundException', message: 'no value' }
    response.end(JSON.stringify(response.statusCode === 400 ? missing : { ARN: SecretId, SecretString: found }))
  })
})
let client: SecretsManagerClient

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // The address of a listening TCP server is never a pipe's.
  const { port } = server.address() as AddressInfo
  client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
})
beforeEach(() => values.clear())
afterAll(() => {
  client.destroy()
  server.close()
})

test('a first login is made up and stored, and found again later', async () => {
  const made = await ensureLogin(client, 'arn:worker')
  expect(made.username).toBe(WORKER_USER)
  expect(made.password.length).toBeGreaterThanOrEqual(40)
  expect(JSON.parse(values.get('arn:worker') ?? '')).toEqual(made)
  expect(await ensureLogin(client, 'arn:worker')).toEqual(made)
  expect((await ensureLogin(client, 'arn:other')).password).not.toBe(made.password)
})

test('a masking key is made once and never replaced', async () => {
  expect(await ensureMaskKey(client, 'arn:mask')).toBe('made')
  const first = values.get('arn:mask')
  const { key }: { key: string } = JSON.parse(first ?? '')
  expect(Buffer.from(key, 'base64')).toHaveLength(32)
  expect(await ensureMaskKey(client, 'arn:mask')).toBe('kept')
  expect(values.get('arn:mask')).toBe(first)
})

test('fails when an administrator has no login, or a secret holds something else, without showing it', async () => {
  await expect(readLogin(client, 'arn:admin')).rejects.toThrow(/arn:admin has no value/)
  values.set('arn:mask', 'not-to-be-shown')
  const attempt = ensureMaskKey(client, 'arn:mask')
  await expect(attempt).rejects.toThrow(MigrateError)
  await expect(attempt).rejects.not.toThrow(/not-to-be-shown/)
  expect(values.get('arn:mask')).toBe('not-to-be-shown')
})
