import { messageOf } from '@hourglass/core/errors'
import { Client, type ClientConfig, escapeIdentifier, escapeLiteral } from 'pg'
import { MigrateError } from './errors.ts'
import { scramVerifier } from './scram-verifier.ts'
import type { Login } from './secret-values.ts'

export interface PostgresAccess {
  /** How the administrator connects, to the target database. */
  readonly admin: ClientConfig
  readonly database: string
  readonly worker: Login
  /** Most connections of the worker at once. */
  readonly connectionLimit: number
  /** With it the extension that pulls parts from S3. */
  readonly loadWith: 'aws_s3' | 'copy'
}

/**
 * Makes the workers' user, which may create its own schemas in the target database and nothing else, and the extension
 * that loading needs. Safe to repeat; a new password in the secret takes effect.
 *
 * @throws MigrateError
 */
export async function ensurePostgresAccess(access: PostgresAccess): Promise<void> {
  const client = new Client(access.admin)
  try {
    await client.connect()
    await client.query('begin')
    for (const statement of await statements(client, access)) await client.query(statement)
    await client.query('commit')
  } catch (thrown) {
    throw new MigrateError(`cannot prepare Postgres database "${access.database}": ${messageOf(thrown)}`, {
      cause: thrown,
    })
  } finally {
    await client.end()
  }
}

async function statements(client: Client, access: PostgresAccess): Promise<string[]> {
  const worker = escapeIdentifier(access.worker.username)
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [access.worker.username])
  const verb = rowCount === 0 ? 'create' : 'alter'
  const password = escapeLiteral(scramVerifier(access.worker.password))
  // A new role has no attribute that this leaves out, and naming one (nosuperuser) takes a superuser, which RDS has not.
  const user = [
    `${verb} role ${worker} with login connection limit ${access.connectionLimit} password ${password}`,
    `grant connect, create, temporary on database ${escapeIdentifier(access.database)} to ${worker}`,
  ]
  if (access.loadWith === 'copy') return user
  return [
    ...user,
    'create extension if not exists aws_s3 cascade',
    `grant usage on schema aws_s3, aws_commons to ${worker}`,
    `grant execute on all functions in schema aws_s3, aws_commons to ${worker}`,
  ]
}
