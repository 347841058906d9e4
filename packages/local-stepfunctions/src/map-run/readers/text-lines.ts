import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

// A stream may come in one chunk as large as the file; what is parsed from a piece must stay small.
const PIECE_BYTES = 64 * 1024

/** The text of a stream, piece by piece, never splitting a character; a byte order mark is dropped. */
export async function* textOf(body: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let first = true
  for await (const chunk of body) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const text = decoder.write(bytes.subarray(at, at + PIECE_BYTES))
      if (text === '') continue
      yield first ? text.replace(/^\uFEFF/, '') : text
      first = false
    }
  }
  const rest = decoder.end()
  if (rest !== '') yield rest
}

/** The lines of a text stream, without their ends. A newline at the very end gives no further line. */
export async function* linesOf(body: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const text of textOf(body)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (rest !== '') yield rest
}
