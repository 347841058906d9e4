/*
 * Decides from the bytes whether jsonb takes a JSON text, without making JavaScript values: numbers keep their digits
 * (edge case 78). Grammar: RFC 8259; limits: https://www.postgresql.org/docs/17/datatype-json.html and the numeric type.
 */

/** Deeper than MySQL's own limit of 100 and far from where Postgres runs out of stack. */
const MAX_DEPTH = 1000
/** `numeric` takes 131072 digits before the point and 16383 behind it. */
const MAX_NUMBER_DIGITS = 16_000

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const SIGNS_AND_POINT: ReadonlySet<number> = new Set([0x2b, 0x2d, 0x2e])

export type JsonVerdict =
  | 'ok'
  | 'not valid JSON'
  | 'JSON with a NUL character (\\u0000)'
  | 'JSON with half a surrogate pair'
  | 'JSON nested too deeply'
  | 'JSON with a number too long for Postgres'

class Refused extends Error {
  readonly verdict: JsonVerdict
  constructor(verdict: JsonVerdict) {
    super(verdict)
    this.verdict = verdict
  }
}

const INVALID = new Refused('not valid JSON')

/** Index of the next byte that is not white space; `end` when there is none. */
function skipSpace(bytes: Buffer, at: number, end: number): number {
  let next = at
  while (next < end) {
    const byte = bytes[next]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    next++
  }
  return next
}

/** Value of the four hex digits at `at`. */
function hex4(bytes: Buffer, at: number, end: number): number {
  const text = at + 4 <= end ? bytes.toString('latin1', at, at + 4) : ''
  if (!/^[0-9a-fA-F]{4}$/.test(text)) throw INVALID
  return Number.parseInt(text, 16)
}

/** Passes the escape whose backslash is at `at`; a surrogate pair counts as one. */
function skipEscape(bytes: Buffer, at: number, end: number): number {
  const letter = bytes[at + 1]
  if (letter !== 0x75) {
    if (at + 1 < end && letter !== undefined && '"\\/bfnrt'.includes(String.fromCharCode(letter))) return at + 2
    throw INVALID
  }
  const unit = hex4(bytes, at + 2, end)
  if (unit === 0) throw new Refused('JSON with a NUL character (\\u0000)')
  if (unit < 0xd800 || unit > 0xdfff) return at + 6
  const paired = unit < 0xdc00 && at + 8 <= end && bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75
  const second = paired ? hex4(bytes, at + 8, end) : 0
  if (second < 0xdc00 || second > 0xdfff) throw new Refused('JSON with half a surrogate pair')
  return at + 12
}

/** Passes the string whose opening quote is at `at`. */
function skipString(bytes: Buffer, at: number, end: number): number {
  let next = at + 1
  while (next < end) {
    const byte = bytes[next] as number
    if (byte === QUOTE) return next + 1
    if (byte < 0x20) throw INVALID
    next = byte === BACKSLASH ? skipEscape(bytes, next, end) : next + 1
  }
  throw INVALID
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE]([+-]?\d+))?$/

/** Letters, digits, plus, minus, point. */
function isScalarByte(byte: number): boolean {
  const lower = byte | 0x20
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a) || SIGNS_AND_POINT.has(byte)
}

/** Passes a number or one of the three words. */
function skipScalar(bytes: Buffer, at: number, end: number): number {
  let next = at
  while (next < end && isScalarByte(bytes[next] as number)) next++
  const text = bytes.toString('latin1', at, next)
  if (text === 'true' || text === 'false' || text === 'null') return next
  const number = NUMBER.exec(text)
  if (number === null) throw INVALID
  const exponent = Math.abs(Number(number[1] ?? 0))
  if (text.length > MAX_NUMBER_DIGITS || exponent > MAX_NUMBER_DIGITS - text.length) {
    throw new Refused('JSON with a number too long for Postgres')
  }
  return next
}

/** Passes a name and its colon. */
function skipName(bytes: Buffer, at: number, end: number): number {
  const name = skipSpace(bytes, at, end)
  if (bytes[name] !== QUOTE || name >= end) throw INVALID
  const colon = skipSpace(bytes, skipString(bytes, name, end), end)
  if (bytes[colon] !== COLON || colon >= end) throw INVALID
  return colon + 1
}

function scan(bytes: Buffer, start: number, end: number): void {
  const closers: number[] = []
  let at = start
  for (;;) {
    at = skipSpace(bytes, at, end)
    if (at >= end) throw INVALID
    const byte = bytes[at] as number
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      const closer = byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY
      const first = skipSpace(bytes, at + 1, end)
      if (first < end && bytes[first] === closer) {
        at = first + 1
      } else {
        closers.push(closer)
        if (closers.length > MAX_DEPTH) throw new Refused('JSON nested too deeply')
        at = closer === CLOSE_OBJECT ? skipName(bytes, first, end) : at + 1
        continue
      }
    } else {
      at = byte === QUOTE ? skipString(bytes, at, end) : skipScalar(bytes, at, end)
    }
    // A value is complete: close what ends here, then go to the next value.
    for (;;) {
      at = skipSpace(bytes, at, end)
      const closer = closers.at(-1)
      if (closer === undefined) {
        if (at < end) throw INVALID
        return
      }
      if (at >= end) throw INVALID
      if (bytes[at] !== closer) break
      closers.pop()
      at++
    }
    if (bytes[at] !== COMMA) throw INVALID
    at = closers.at(-1) === CLOSE_OBJECT ? skipName(bytes, at + 1, end) : at + 1
  }
}

/** What jsonb would say to `bytes[start, end)`. UTF-8 is not checked here. */
export function judgeJson(bytes: Buffer, start: number, end: number): JsonVerdict {
  try {
    scan(bytes, start, end)
    return 'ok'
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.verdict
    throw thrown
  }
}
