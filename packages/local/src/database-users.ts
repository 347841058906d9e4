import { randomBytes } from 'node:crypto'
import { quoteMysql, quotePostgres } from '@hourglass/catalog-kit/identifiers'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'

/*
 * The users that workers have on servers of ours: what docs/deploying.md asks a platform team to grant, so that a
 * missing privilege shows on a laptop.
 */

const newPassword = () => randomBytes(18).toString('hex')

/** A MySQL user that reads one database and sees running transactions (PROCESS, for the bound). Returns its URL. */
export async function createMysqlReader(adminUrl: string, user = 'hourglass_reader'): Promise<string> {
  const password = newPassword()
  const database = new URL(adminUrl).pathname.slice(1)
  const admin = await createConnection(adminUrl)
  try {
    // Two statements, because MySQL 8 has no CREATE OR REPLACE USER.
    await admin.query('CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ?', [user, '%', password])
    await admin.query('ALTER USER ?@? IDENTIFIED BY ?', [user, '%', password])
    await admin.query(`GRANT SELECT ON ${quoteMysql(database)}.* TO ?@?`, [user, '%'])
    await admin.query('GRANT PROCESS ON *.* TO ?@?', [user, '%'])
  } finally {
    await admin.end()
  }
  return withUser(adminUrl, user, password)
}

/** Lets a role load from S3, as docs/deploying.md grants it on RDS. */
export async function grantAwsS3(adminUrl: string, role: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(`grant usage on schema aws_s3, aws_commons to ${quotePostgres(role)}`)
    await admin.query(`grant execute on all functions in schema aws_s3, aws_commons to ${quotePostgres(role)}`)
  } finally {
    await admin.end()
  }
}

/** A Postgres role that may create schemas in one database, nothing else. Returns its URL. */
export async function createPostgresLoader(adminUrl: string, role = 'hourglass_loader'): Promise<string> {
  const password = newPassword()
  const database = new URL(adminUrl).pathname.slice(1)
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role])
    // A role's password cannot be bound; this one is hexadecimal digits of our own making.
    const verb = rowCount === 0 ? 'create' : 'alter'
    await admin.query(`${verb} role ${quotePostgres(role)} login password '${password}'`)
    await admin.query(
      `grant connect, create, temporary on database ${quotePostgres(database)} to ${quotePostgres(role)}`,
    )
  } finally {
    await admin.end()
  }
  return withUser(adminUrl, role, password)
}

function withUser(adminUrl: string, user: string, password: string): string {
  const url = new URL(adminUrl)
  url.username = user
  url.password = password
  return url.toString()
}
