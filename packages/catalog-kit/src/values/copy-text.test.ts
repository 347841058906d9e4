import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  copyField,
  createCopySink,
  metHighByte,
  metNul,
  writeEscaped,
  writeHex,
  writeNull,
  writeText,
  writeVerbatim,
} from './copy-text.ts'

test('escaping by bytes gives what replacing in strings gives, for any text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '\\', '\t', '\n', '\r', 'é', '👩', '.', 'N', '\b')), (parts) => {
      const text = parts.join('')
      const sink = createCopySink(1)
      writeText(text, sink)
      expect(sink.buffer.toString('utf8', 0, sink.length)).toBe(copyField(text))
    }),
  )
})

test('says what it met', () => {
  const met = (text: string) => {
    const bytes = Buffer.from(text)
    return writeEscaped(bytes, 0, bytes.length, createCopySink())
  }
  expect([metNul(met('a\0')), metHighByte(met('a\0'))]).toEqual([true, false])
  expect([metNul(met('é')), metHighByte(met('é'))]).toEqual([false, true])
  expect([metNul(met('plain')), metHighByte(met('plain'))]).toEqual([false, false])
})

test('a sink keeps what it has when it grows', () => {
  const sink = createCopySink(1)
  for (let i = 0; i < 1_000; i++) {
    writeVerbatim(Buffer.from('xABCx'), 1, 4, sink)
    writeNull(sink)
    writeHex(Buffer.from([0, 255]), 0, 2, sink)
  }
  expect(sink.buffer.toString('latin1', 0, sink.length)).toBe('ABC\\N\\\\x00ff'.repeat(1_000))
  expect(copyField(null)).toBe('\\N')
})
