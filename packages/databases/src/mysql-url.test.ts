import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mysqlTarget, withUncheckedTls } from './mysql-url.ts'

const sslOf = (url: string): unknown => {
  const ssl = new URL(url).searchParams.get('ssl')
  return ssl === null ? null : JSON.parse(ssl)
}

test.for([
  ['mysql://u:p@127.0.0.1:3306/shop', true],
  ['mysql://u:p@localhost/shop', true],
  ['mysql://u:p@[::1]/shop', true],
  ['mysql://u:p@db.example/shop', false],
  ['mysql://u:p@10.0.0.7/shop', false],
] as const)('%s: TLS is checked unless it is this machine', async ([url, loopback]) => {
  const target = await mysqlTarget(url)
  expect(target.loopback).toBe(loopback)
  const checked = { minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true }
  expect(sslOf(target.url)).toEqual(loopback ? null : checked)
})

test('an authority is read from the file that ssl-ca names, and checked behind a tunnel too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-ca-'))
  const file = join(folder, 'ca.pem')
  await writeFile(file, 'PEM')
  const target = await mysqlTarget(`mysql://u:p@127.0.0.1/shop?ssl-ca=${encodeURIComponent(file)}`)
  await rm(folder, { recursive: true })
  expect(target.caFile).toBe(file)
  expect(new URL(target.url).searchParams.has('ssl-ca')).toBe(false)
  expect(sslOf(target.url)).toMatchObject({ ca: 'PEM', rejectUnauthorized: true, verifyIdentity: false })
  await expect(mysqlTarget(`mysql://u:p@db.example/shop?ssl-ca=${file}`)).rejects.toThrow(`the file ${file}`)
})

test('TLS without a check is still TLS', () => {
  expect(sslOf(withUncheckedTls('mysql://u:p@127.0.0.1/shop'))).toMatchObject({ rejectUnauthorized: false })
})
