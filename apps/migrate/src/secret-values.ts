import { randomBytes } from 'node:crypto'
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { messageOf } from '@hourglass/core/errors'
import { z } from 'zod'
import { MigrateError } from './errors.ts'

const login = z.object({ username: z.string().min(1), password: z.string().min(1) })
export type Login = z.infer<typeof login>
const mask = z.object({ key: z.base64().min(1) })

/** Bytes of chance in a password and in the masking key: as many as the digest that they feed. */
const RANDOM_BYTES = 32

/** The name that the workers log in with where nobody chose another one. */
export const WORKER_USER = 'hourglass_worker'

/** The login that a secret holds. @throws MigrateError when it holds none */
export async function readLogin(client: SecretsManagerClient, arn: string): Promise<Login> {
  const found = await find(client, arn, login)
  if (found === undefined) throw new MigrateError(`secret ${arn} has no value; it must hold {"username","password"}`)
  return found
}

/** The login that a secret holds; made up and stored first when it holds none. Nobody ever sees the password. */
export async function ensureLogin(client: SecretsManagerClient, arn: string): Promise<Login> {
  const made = { username: WORKER_USER, password: randomBytes(RANDOM_BYTES).toString('base64url') }
  return (await find(client, arn, login)) ?? put(client, arn, made)
}

/** Stores a masking key unless there is one: another key would make masked values of before unmatchable. */
export async function ensureMaskKey(client: SecretsManagerClient, arn: string): Promise<'made' | 'kept'> {
  if ((await find(client, arn, mask)) !== undefined) return 'kept'
  await put(client, arn, { key: randomBytes(RANDOM_BYTES).toString('base64') })
  return 'made'
}

async function find<T>(client: SecretsManagerClient, arn: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string
  try {
    text = (await client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString ?? ''
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ResourceNotFoundException') return undefined
    throw new MigrateError(`cannot read secret ${arn}: ${messageOf(thrown)}`, { cause: thrown })
  }
  const parsed = schema.safeParse(jsonOrNull(text))
  if (parsed.success) return parsed.data
  // Overwriting it could lock out whoever uses it.
  throw new MigrateError(`secret ${arn} holds something else than it should; correct or delete its value`)
}

async function put<T>(client: SecretsManagerClient, arn: string, value: T): Promise<T> {
  try {
    await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: JSON.stringify(value) }))
  } catch (thrown) {
    throw new MigrateError(`cannot write secret ${arn}: ${messageOf(thrown)}`, { cause: thrown })
  }
  return value
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
