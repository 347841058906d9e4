import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cross } from '../column/kind-testing.ts'
import { binary } from './binary.ts'

test('every byte crosses, trailing zeros too [case 75]', () => {
  expect(cross(binary, Buffer.from('00ff5c0a0000', 'hex')).field).toBe('\\\\x00ff5c0a0000')
  expect(cross(binary, Buffer.alloc(0)).field).toBe('\\\\x')
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const field = cross(binary, Buffer.from(bytes)).field ?? ''
      expect(field.slice(3)).toBe(Buffer.from(bytes).toString('hex'))
    }),
  )
})

test('as a key it is hex on both sides [case 40]', () => {
  expect(binary.mysqlKeyText('`id`')).toBe('HEX(`id`)')
  expect(binary.mysqlKeyBind).toBe('UNHEX(?)')
  expect(binary.postgresKeyText('"id"')).toBe(`upper(encode("id", 'hex'))`)
})
