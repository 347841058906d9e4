import { createServer } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { messageOf } from './errors.ts'
import { checkExternalMysql, checkExternalPostgres, requireMysqlVersion } from './external.ts'
import { freePort } from './start-until-ready.ts'

const SECRET = 'sEcRet-word'
const checks = [
  { name: 'Postgres', check: checkExternalPostgres, scheme: 'postgres' },
  { name: 'MySQL', check: checkExternalMysql, scheme: 'mysql' },
]

test.for(checks)('$name: fails when nothing listens, naming host and port only', async ({ check, scheme }) => {
  const port = await freePort()
  const message = await check(`${scheme}://someone:${SECRET}@127.0.0.1:${port}/x`).catch(messageOf)
  expect(message).toContain(`at 127.0.0.1:${port}`)
  expect(message).toContain('nothing listens there')
  expect(message).not.toContain(SECRET)
})

test.for(checks)('$name: fails when the host is unknown', async ({ check, scheme }) => {
  const message = await check(`${scheme}://someone:${SECRET}@no-such-host.invalid/x`).catch(messageOf)
  expect(message).toMatch(/no-such-host\.invalid:\d+ .*(unknown host|can not be resolved)/)
  expect(message).not.toContain(SECRET)
})

test.for(checks)('$name: fails when the port is not a database', async ({ check, scheme }) => {
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number } // a TCP server's address
  const message = await check(`${scheme}://someone:${SECRET}@127.0.0.1:${port}/x`).catch(messageOf)
  other.close()
  expect(message).toContain(`127.0.0.1:${port}`)
  expect(message).not.toContain(SECRET)
})

test.for(checks)('$name: fails when the URL is not one, without repeating it', async ({ check, scheme }) => {
  for (const url of [`${SECRET}@host`, `http://a:${SECRET}@host/x`, `${scheme}://a:${SECRET}@host:port/x`]) {
    const error: unknown = await check(url).catch((thrown: unknown) => thrown)
    expect(messageOf(error)).toContain(`${scheme}://user:password@host:port/database`)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET)
  }
})

test.for(['8.0.36', '8.4.3', '9.1.0', '10.6.18-MariaDB', '10.11.19-MariaDB-0+deb12u1', '11.4.2-MariaDB'])(
  'accepts %s',
  (version) => {
    expect(() => requireMysqlVersion(version, 'db:3306')).not.toThrow()
  },
)

test.for(['5.7.44-log', '10.5.23-MariaDB', '5.5.68-MariaDB'])('fails when the server is %s', (version) => {
  expect(() => requireMysqlVersion(version, 'db:3306')).toThrow(`at db:3306 is version ${version}; use MySQL 8.0`)
})
