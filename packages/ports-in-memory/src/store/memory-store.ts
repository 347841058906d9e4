import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { InvalidInputError, ObjectMissingError } from '@hourglass/contracts/errors'
import type { Part } from '@hourglass/contracts/steps'
import type { ObjectStore } from '@hourglass/contracts/store-port'
import { messageOf } from '@hourglass/core/errors'

/** One object: its bytes as they are stored, and when it was written. */
interface Stored {
  readonly body: Buffer
  readonly gzip: boolean
  readonly modifiedAt: Date
}

/** The `ObjectStore` port in memory, and what a test may look at and break. */
export interface MemoryStore extends ObjectStore {
  /** The text of an object, unpacked; null when there is none. */
  textOf(key: string): string | null
  /** Replaces the bytes of an object, as a stray writer would. */
  overwrite(key: string, body: Buffer): void
  remove(key: string): void
  keys(): readonly string[]
}

const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex')

/** @param now what listings say about when an object was written */
export function memoryStore(now: () => Date = () => new Date(0)): MemoryStore {
  const bucket = 'memory'
  const objects = new Map<string, Stored>()
  const place = (key: string) => `s3://${bucket}/${key}`
  const put = (key: string, body: Buffer, gzip = false) => {
    objects.set(key, { body, gzip, modifiedAt: now() })
    return { bucket, key }
  }
  const putOnce = (key: string, body: Buffer, gzip = false) => {
    const written = !objects.has(key)
    if (written) put(key, body, gzip)
    return { written }
  }
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const textOf = (key: string) => {
    const found = objects.get(key)
    if (!found) return null
    return (found.gzip ? gunzipSync(found.body) : found.body).toString('utf8')
  }

  const store: MemoryStore = {
    bucket,
    putJson: async (key, value) => put(key, json(value)),
    putText: async (key, text) => put(key, Buffer.from(text)),
    putJsonOnce: async (key, value) => putOnce(key, json(value)),
    putPackedOnce: async (key, text) => putOnce(key, gzipSync(text), true),
    findPacked: async (key) => textOf(key),
    async findJson(key, parser) {
      const text = textOf(key)
      if (text === null) return null
      try {
        return parser.parse(JSON.parse(text))
      } catch (thrown) {
        throw new InvalidInputError(`${place(key)} is not what this version writes: ${messageOf(thrown)}`)
      }
    },
    async getJson(key, parser) {
      const found = await store.findJson(key, parser)
      if (found === null) throw new ObjectMissingError(`there is no object ${place(key)}`)
      return found
    },
    async list(prefix) {
      const found = [...objects].filter(([key]) => key.startsWith(prefix))
      return found.map(([key, { modifiedAt }]) => ({ key, modifiedAt })).sort((a, b) => (a.key < b.key ? -1 : 1))
    },
    async writeParts(blocks, keyOf, rawBytes) {
      const parts: { bytes: Buffer[]; rows: number; size: number }[] = []
      for await (const { bytes, rows, release } of blocks) {
        let last = parts.at(-1)
        if (!last || last.size >= rawBytes) {
          last = { bytes: [], rows: 0, size: 0 }
          parts.push(last)
        }
        last.bytes.push(Buffer.from(bytes))
        last.rows += rows
        last.size += bytes.length
        release?.()
      }
      return parts.map(({ bytes, rows, size }, n) => {
        const body = gzipSync(Buffer.concat(bytes))
        const { key } = put(keyOf(n), body, true)
        return { key, rows, bytes: body.length, rawBytes: size, sha256: sha256(body), etag: `"${n}"` }
      })
    },
    openPart,
    openLines(key) {
      const lines: string[] = []
      return {
        write: (line) => void lines.push(`${JSON.stringify(line)}\n`),
        async close() {
          if (lines.length === 0) return null
          return put(key, gzipSync(lines.join('')), true).key
        },
      }
    },
    textOf,
    overwrite: (key, body) => void put(key, body, objects.get(key)?.gzip ?? false),
    remove: (key) => void objects.delete(key),
    keys: () => [...objects.keys()].sort(),
  }

  async function* openPart(part: Part): AsyncGenerator<Buffer> {
    const found = objects.get(part.key)
    if (!found) throw new ObjectMissingError(`there is no object ${place(part.key)}`)
    if (sha256(found.body) !== part.sha256) {
      throw new ObjectMissingError(`${place(part.key)} is not the object that was recorded; start a new run`)
    }
    yield gunzipSync(found.body)
  }

  return store
}
