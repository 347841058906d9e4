import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SecretError } from '@hourglass/contracts/errors'
import { messageOf } from '@hourglass/core/errors'
import { z } from 'zod'

const client = new SecretsManagerClient({})

const databaseCredentials = z.object({ username: z.string().min(1), password: z.string().min(1) })
export type DatabaseCredentials = z.infer<typeof databaseCredentials>

/** Shortest masking key, in bytes: the length of an HMAC-SHA-256 digest (RFC 2104, section 3). */
const SHORTEST_KEY = 32
const maskSecret = z.object({ key: z.base64().min(1) })

/** User and password of a database, as RDS writes its managed secrets. Read anew at each call. */
export async function readDatabaseCredentials(arn: string): Promise<DatabaseCredentials> {
  return readSecret(arn, databaseCredentials, '{"username","password"}')
}

/** The masking key. */
export async function readMaskKey(arn: string): Promise<Buffer> {
  const { key } = await readSecret(arn, maskSecret, '{"key"}, the key in base64')
  const bytes = Buffer.from(key, 'base64')
  if (bytes.length < SHORTEST_KEY) {
    throw new SecretError(`secret ${arn} holds a key of ${bytes.length} bytes; put one of ${SHORTEST_KEY} or more`)
  }
  return bytes
}

async function readSecret<T>(arn: string, schema: z.ZodType<T>, form: string): Promise<T> {
  let text: string
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: arn }))
    text = answer.SecretString ?? ''
  } catch (thrown) {
    throw new SecretError(`cannot read secret ${arn}: ${messageOf(thrown)}`, { cause: thrown })
  }
  const parsed = schema.safeParse(jsonOrNull(text))
  if (!parsed.success) throw new SecretError(`secret ${arn} does not hold ${form}; put that JSON into it`)
  return parsed.data
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
