import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { mysqlAdmin, postgresAdmin } from './connections.ts'
import { mysqlGreeting, postgresGreeting, TEST_CA, tlsServer } from './testing/tls-server.ts'

const login = { username: 'hourglass_admin', password: 'not-for-everybody' }
const settings = (port: number): Parameters<typeof mysqlAdmin>[0] => ({
  environment: 'dev',
  logLevel: 'info',
  mysqlHost: 'localhost',
  mysqlPort: port,
  mysqlDatabase: 'experience',
  mysqlSecretArn: 'arn:mysql',
  mysqlTls: 'verify',
  postgresHost: 'localhost',
  postgresPort: port,
  postgresDatabase: 'analytics',
  postgresSecretArn: 'arn:postgres',
  postgresTls: 'verify',
  maskSecretArn: 'arn:mask',
  loadWith: 'copy',
  connectionBudget: 12,
  postgresAdminSecretArn: 'arn:postgres-admin',
  mysqlAdminSecretArn: 'arn:mysql-admin',
})

/** Connects as migrate does, with the test CA among the trusted ones, as RDS's is on Lambda. */
async function mysql(port: number): Promise<void> {
  const { ssl, ...options } = mysqlAdmin(settings(port), login)
  const connection = await createConnection({ ...options, ssl: { ...Object(ssl), ca: TEST_CA } })
  await connection.end()
}

async function postgres(port: number): Promise<void> {
  const { ssl, ...options } = postgresAdmin(settings(port), login)
  const client = new Client({ ...options, ssl: { ...Object(ssl), ca: TEST_CA } })
  client.on('error', () => undefined) // the server closes after the login
  await client.connect()
}

describe.each([
  ['MySQL', mysqlGreeting, mysql],
  ['Postgres', postgresGreeting, postgres],
] as const)("the administrator's login to %s", (_, greeting, connect) => {
  test('goes to a server whose trusted certificate names the host', async () => {
    await using server = await tlsServer('localhost', greeting)
    await expect(connect(server.port)).rejects.toThrow(/[Cc]onnection|ECONNRESET|closed/)
    expect(server.logins.map((bytes) => bytes.includes('hourglass_admin'))).toEqual([true])
  })

  test('fails before a login when the certificate is trusted but names another host', async () => {
    await using server = await tlsServer('other.example', greeting)
    await expect(connect(server.port)).rejects.toThrow(/does not match certificate's altnames/)
    expect(server.logins).toEqual([])
  })
})

test('fails before a login when the CA is not a trusted one', async () => {
  await using server = await tlsServer('localhost', mysqlGreeting)
  await expect(createConnection(mysqlAdmin(settings(server.port), login))).rejects.toThrow(/unable to verify|self/)
  expect(server.logins).toEqual([])
})
