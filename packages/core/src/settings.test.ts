import { expect, test } from 'vitest'
import { z } from 'zod'
import { readSettings, setting, wholeNumber } from './settings.ts'

const shape = {
  bucket: setting('HOURGLASS_BUCKET', 'the bucket of parts', z.string({ error: 'is missing' })),
  port: setting('HOURGLASS_PORT', 'the port', wholeNumber(1, 65_535).default(3306)),
  secret: setting('HOURGLASS_SECRET_ARN', 'the secret', z.string().startsWith('arn:', { error: 'must be an ARN' })),
}

test('reads each variable through its schema, with defaults', () => {
  const env = { HOURGLASS_BUCKET: 'data', HOURGLASS_SECRET_ARN: 'arn:x' }
  expect(readSettings(shape, env)).toEqual({ bucket: 'data', port: 3306, secret: 'arn:x' })
  expect(readSettings(shape, { ...env, HOURGLASS_PORT: '4406' }).port).toBe(4406)
})

test('fails with every problem at once, by the real variable name, without repeating a value', () => {
  const read = () => readSettings(shape, { HOURGLASS_PORT: '99999', HOURGLASS_SECRET_ARN: 'hunter2' })
  expect(read).toThrow('HOURGLASS_BUCKET is missing (the bucket of parts)')
  expect(read).toThrow('HOURGLASS_PORT')
  expect(read).toThrow('HOURGLASS_SECRET_ARN must be an ARN (the secret)')
  expect(read).not.toThrow('hunter2')
})

test('an empty variable counts as missing', () => {
  expect(() => readSettings(shape, { HOURGLASS_BUCKET: '', HOURGLASS_SECRET_ARN: 'arn:x' })).toThrow('is missing')
})
