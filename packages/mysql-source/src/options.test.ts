import { expect, test } from 'vitest'
import { optionsFor } from '../test/helpers.ts'
import { checkOptions, type SourceOptions } from './options.ts'

const check = (changes: Partial<SourceOptions>) => () =>
  checkOptions(optionsFor('mysql://root:secret@127.0.0.1:3306/shop', changes))

test.each([
  ['without TLS on this host', { tls: 'off', host: '127.0.0.1' }],
  ['without TLS on this host, by name', { tls: 'off', host: 'localhost' }],
  ['with TLS to a name', { tls: 'verify', host: 'db.example' }],
] as const)('allowed: %s', (_, changes) => {
  expect(check(changes)).not.toThrow()
})

test.each([
  [
    'without TLS to another host',
    { tls: 'off', host: 'db.example' },
    'is off, which is allowed for a loopback host only; set HOURGLASS_MYSQL_TLS to verify',
  ],
  [
    'with TLS to an address, whose name cannot be checked',
    { tls: 'verify', host: '10.0.0.7' },
    ': a certificate is checked against a host name, and this is an address; set HOURGLASS_MYSQL_HOST to the name in the certificate',
  ],
] as const)('fails %s, without naming the password', (_, changes, message) => {
  expect(check(changes)).toThrow(`TLS towards MySQL at ${changes.host}:3306`)
  expect(check(changes)).toThrow(message)
  expect(check(changes)).toThrow(expect.objectContaining({ name: 'InvalidInputError' }))
  expect(check(changes)).not.toThrow('secret')
})
