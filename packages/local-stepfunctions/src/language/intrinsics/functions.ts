import { createHash, randomInt, randomUUID } from 'node:crypto'
import { byteLength, type Json, jsonEquals, PAYLOAD_LIMIT_BYTES } from '../json.ts'
import type { Arguments } from './arguments.ts'

/** An intrinsic function over evaluated arguments. */
export type IntrinsicFunction = (args: Arguments) => Json

const MOST_ARRAY_ITEMS = 1000
/** Names of hashes, as the language spells them -> as Node does. */
export const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/** Every intrinsic function except States.Format, which needs the text of its template. By name without `States.`. */
export const INTRINSICS: Readonly<Record<string, IntrinsicFunction>> = {
  StringToJson(args) {
    args.count(1, 1)
    const text = args.string(0)
    if (text.trim() === '') return null
    try {
      const value: Json = JSON.parse(text)
      return value
    } catch {
      return args.fail()
    }
  },
  JsonToString(args) {
    args.count(1, 1)
    return JSON.stringify(args.any(0))
  },
  Array(args) {
    return [...args.values]
  },
  ArrayPartition(args) {
    args.count(2, 2)
    const items = args.array(0)
    const size = args.integer(1)
    if (size < 1) args.fail()
    return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
      items.slice(index * size, (index + 1) * size),
    )
  },
  ArrayContains(args) {
    args.count(2, 2)
    const wanted = args.any(1)
    return args.array(0).some((item) => jsonEquals(item, wanted))
  },
  ArrayRange(args) {
    args.count(3, 3)
    const [first, last, increment] = [args.integer(0), args.integer(1), args.integer(2)]
    if (increment === 0) args.fail()
    const length = Math.max(0, Math.floor((last - first) / increment) + 1)
    if (length > MOST_ARRAY_ITEMS) args.fail()
    return Array.from({ length }, (_, index) => first + index * increment)
  },
  ArrayGetItem(args) {
    args.count(2, 2)
    const items = args.array(0)
    const index = args.integer(1)
    return items[index] ?? (index >= 0 && index < items.length ? null : args.fail())
  },
  ArrayLength(args) {
    args.count(1, 1)
    return args.array(0).length
  },
  ArrayUnique(args) {
    args.count(1, 1)
    const unique: Json[] = []
    const seen = new Set<string>()
    for (const item of args.array(0)) {
      const text = JSON.stringify(item)
      if (seen.has(text) || unique.some((other) => jsonEquals(other, item))) continue
      seen.add(text)
      unique.push(item)
    }
    return unique
  },
  Base64Encode(args) {
    args.count(1, 1)
    return Buffer.from(limited(args, 10_000), 'utf8').toString('base64')
  },
  Base64Decode(args) {
    args.count(1, 1)
    const text = limited(args, 10_000)
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) args.fail()
    return Buffer.from(text, 'base64').toString('utf8')
  },
  Hash(args) {
    args.count(2, 2)
    const algorithm = HASHES[args.string(1)]
    if (algorithm === undefined) return args.fail()
    const data = args.any(0)
    return createHash(algorithm)
      .update(typeof data === 'string' ? data : JSON.stringify(data))
      .digest('hex')
  },
  JsonMerge(args) {
    args.count(3, 3)
    if (args.boolean(2)) args.fail()
    return { ...args.object(0), ...args.object(1) }
  },
  MathRandom(args) {
    args.count(2, 3)
    const [start, end] = [args.integer(0), args.integer(1)]
    if (start >= end) args.fail()
    return args.values.length === 3
      ? start + Math.floor(seeded(args.integer(2)) * (end - start))
      : randomInt(start, end)
  },
  MathAdd(args) {
    args.count(2, 2)
    return args.integer(0) + args.integer(1)
  },
  StringSplit(args) {
    args.count(2, 2)
    const separators = new Set(args.string(1))
    if (separators.size === 0) return [args.string(0)]
    return splitAt(args.string(0), separators)
  },
  UUID(args) {
    args.count(0, 0)
    return randomUUID()
  },
}

// Each character of the second argument is a separator of its own; empty pieces are dropped.
function splitAt(text: string, separators: ReadonlySet<string>): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const char of text) {
    if (!separators.has(char)) {
      piece += char
      continue
    }
    if (piece !== '') pieces.push(piece)
    piece = ''
  }
  if (piece !== '') pieces.push(piece)
  return pieces
}

function limited(args: Arguments, most: number): string {
  const text = args.string(0)
  if (text.length > most || byteLength(text) > PAYLOAD_LIMIT_BYTES) args.fail()
  return text
}

// mulberry32: the same seed gives the same number, which is all AWS promises.
function seeded(seed: number): number {
  let state = (seed + 0x6d2b79f5) | 0
  state = Math.imul(state ^ (state >>> 15), state | 1)
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61)
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296
}
