import { SettingsError } from '@hourglass/core/settings'
import { expect, test } from 'vitest'
import { checkTls } from './options.ts'

test.for(['localhost', '127.0.0.1', '127.8.9.1', '::1'])('TLS may be off towards %s', (host) => {
  expect(() => checkTls({ host, tls: 'off' })).not.toThrow()
})

test.for(['db.example', '10.0.0.1', '127.0.0.1.example', '1127.0.0.1'])('TLS must not be off towards %s', (host) => {
  expect(() => checkTls({ host, tls: 'off' })).toThrow(SettingsError)
  expect(() => checkTls({ host, tls: 'verify' })).not.toThrow()
})
