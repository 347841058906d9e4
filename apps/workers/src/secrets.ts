import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SecretError } from '@hourglass/contracts/errors'
import { messageOf } from '@hourglass/core/errors'
import { z } from 'zod'

const client = new SecretsManagerClient({})

const databaseSecret = z
  .object({ username: z.string().min(1), password: z.string().min(1) })
  .transform(({ username, password }) => ({ user: username, password }))

/** Shortest masking key, in bytes: the length of an HMAC-SHA-256 digest (RFC 2104, section 3). */
const SHORTEST_KEY = 32
const maskSecret = z.object({ key: z.base64().min(1) })

export interface DatabaseCredentials {
  readonly user: string
  readonly password: string
}

/**
 * User and password of a database, as RDS writes its managed secrets. Read once per container; an adapter asks with
 * `fresh` after they were refused, because a secret may be rotated while a container is warm (edge case 118).
 */
export function databaseCredentials(arn: string): (fresh: boolean) => Promise<DatabaseCredentials> {
  let known: Promise<DatabaseCredentials> | null = null
  return (fresh) => {
    if (fresh || known === null) {
      known = readSecret(arn, databaseSecret, '{"username","password"}')
      known.catch(() => {
        known = null
      })
    }
    return known
  }
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
