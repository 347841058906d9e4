import { PassThrough, pipeline, type Readable, Transform } from 'node:stream'
import zlib from 'node:zlib'
import { Decompress } from 'fzstd'

/** A stream without the compression that its name tells: `.gz` or `.gzip`, `.zst` or `.zstd`. */
export function decompressed(body: Readable, key: string): Readable {
  if (/\.(gz|gzip)$/i.test(key)) return joined(body, zlib.createGunzip())
  if (/\.(zst|zstd)$/i.test(key)) return joined(body, unzstd())
  return body
}

// Errors of either stream reach whoever reads the second.
function joined(body: Readable, transform: Transform): Readable {
  return pipeline(body, transform, new PassThrough(), () => {})
}

/** Node.js 20 has no zstd of its own. */
function unzstd(): Transform {
  const native: unknown = Reflect.get(zlib, 'createZstdDecompress')
  if (typeof native === 'function') return native() as Transform
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      attempt(done, () => decoder.push(chunk, false))
    },
    flush(done) {
      attempt(done, () => decoder.push(new Uint8Array(0), true))
    },
  })
  const decoder = new Decompress((bytes) => {
    if (bytes.length > 0) transform.push(Buffer.from(bytes))
  })
  return transform
}

function attempt(done: (error?: Error) => void, work: () => void): void {
  try {
    work()
    done()
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)))
  }
}
