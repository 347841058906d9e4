import type { CopySink } from '../column/kind.ts'

/*
 * Postgres COPY in text format: a field is its text with backslash, tab, newline and carriage return escaped; NULL is \N.
 * https://www.postgresql.org/docs/17/sql-copy.html (File Formats, Text Format). The hot loops index buffers whose
 * bounds they know; `as number` there spares a check for `undefined` at each byte.
 */

const BACKSLASH = 0x5c
const LETTER_N = 0x4e
const NUL_BYTE = 0xff

/** Byte -> the letter behind the backslash, 0 for a byte that is written as it is, NUL_BYTE for the one that is left out. */
const ESCAPES = new Uint8Array(256)
ESCAPES[0x00] = NUL_BYTE
ESCAPES[0x09] = 0x74
ESCAPES[0x0a] = 0x6e
ESCAPES[0x0d] = 0x72
ESCAPES[BACKSLASH] = BACKSLASH

const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1')

/** A class, because the hot loops read its fields at each cell: an object with a getter was three times slower. */
class GrowingSink implements CopySink {
  buffer: Buffer
  length = 0

  constructor(initialBytes: number) {
    this.buffer = Buffer.allocUnsafe(initialBytes)
  }

  reserve(bytes: number): void {
    const needed = this.length + bytes
    if (needed > this.buffer.length) this.#grow(needed)
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}

/** A sink that grows by doubling. */
export function createCopySink(initialBytes = 65_536): CopySink {
  return new GrowingSink(initialBytes)
}

/** The field for NULL. */
export function writeNull(sink: CopySink): void {
  sink.reserve(2)
  sink.buffer[sink.length++] = BACKSLASH
  sink.buffer[sink.length++] = LETTER_N
}

/** Bytes that need no escaping, because their kind has digits and punctuation only. */
export function writeVerbatim(wire: Buffer, start: number, end: number, sink: CopySink): void {
  sink.reserve(end - start)
  const out = sink.buffer
  let at = sink.length
  for (let i = start; i < end; i++) out[at++] = wire[i] as number
  sink.length = at
}

/** What `writeEscaped` met: 1 for a NUL character (left out), 2 for a byte outside ASCII, 3 for both. */
export type Met = 0 | 1 | 2 | 3
export const metNul = (met: Met): boolean => (met & 1) === 1
export const metHighByte = (met: Met): boolean => (met & 2) === 2

/** Text, escaped; NUL characters are left out. */
export function writeEscaped(wire: Buffer, start: number, end: number, sink: CopySink): Met {
  sink.reserve((end - start) * 2)
  const out = sink.buffer
  let at = sink.length
  let bits = 0
  let nul = 0
  for (let i = start; i < end; i++) {
    const byte = wire[i] as number
    const escape = ESCAPES[byte] as number
    bits |= byte
    if (escape === 0) {
      out[at++] = byte
    } else if (escape === NUL_BYTE) {
      nul = 1
    } else {
      out[at++] = BACKSLASH
      out[at++] = escape
    }
  }
  sink.length = at
  return ((bits > 0x7f ? 2 : 0) | nul) as Met
}

/** Bytes as a bytea field in hex: `\\x` (its backslash escaped) and two digits a byte. */
export function writeHex(wire: Buffer, start: number, end: number, sink: CopySink): void {
  sink.reserve(3 + (end - start) * 2)
  const out = sink.buffer
  let at = sink.length
  out[at++] = BACKSLASH
  out[at++] = BACKSLASH
  out[at++] = 0x78
  for (let i = start; i < end; i++) {
    const byte = wire[i] as number
    out[at++] = HEX_DIGITS[byte >> 4] as number
    out[at++] = HEX_DIGITS[byte & 15] as number
  }
  sink.length = at
}

/** Postgres text input as one COPY field. It must hold no NUL character: every kind's `encode` sees to that. */
export function writeText(text: string, sink: CopySink): void {
  const bytes = Buffer.from(text, 'utf8')
  writeEscaped(bytes, 0, bytes.length, sink)
}

/** The same by plain string replacement: the reference that tests compare the loops with. */
export function copyField(text: string | null): string {
  if (text === null) return '\\N'
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
