import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** The text of a stream, piece by piece, never splitting a character; a byte order mark is dropped. */
export async function* textOf(body: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let first = true
  for await (const chunk of body) {
    const text = decoder.write(Buffer.from(chunk))
    if (text === '') continue
    yield first ? text.replace(/^\uFEFF/, '') : text
    first = false
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
