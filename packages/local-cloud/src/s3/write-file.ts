import { type FileHandle, open, rename, unlink, writeFile } from 'node:fs/promises'

/** Bytes gathered before one write; a body below this size is written at once. */
const BATCH_BYTES = 256 * 1024

const PRIVATE = { flag: 'wx', mode: 0o600 } as const

/**
 * Streams chunks into a new private file. The next chunks are taken while the ones before are being written.
 * What was written stays when it fails; the caller removes it.
 */
export async function writeStream(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  let handle: FileHandle | undefined
  let pending: Buffer[] = []
  let pendingBytes = 0
  let writing: Promise<void> = Promise.resolve()
  try {
    for await (const chunk of chunks) {
      pending.push(chunk)
      pendingBytes += chunk.length
      if (pendingBytes < BATCH_BYTES) continue
      handle ??= await open(path, PRIVATE.flag, PRIVATE.mode)
      await writing
      writing = writeAll(handle, pending, pendingBytes)
      // The failure is seen at the next await; until then it must not count as unhandled.
      writing.catch(() => undefined)
      pending = []
      pendingBytes = 0
    }
    await writing
    if (handle === undefined) await writeFile(path, Buffer.concat(pending, pendingBytes), PRIVATE)
    else await writeAll(handle, pending, pendingBytes)
  } finally {
    await writing.catch(() => undefined)
    await handle?.close()
  }
}

/** A nearly full disk may take a part of the bytes; the next write then tells that it is full. */
async function writeAll(handle: FileHandle, buffers: readonly Buffer[], bytes: number): Promise<void> {
  if (bytes === 0) return
  const { bytesWritten } = await handle.writev(buffers)
  if (bytesWritten < bytes) await handle.appendFile(Buffer.concat(buffers).subarray(bytesWritten))
}

/** Puts a small private file in place so that a reader sees the old content or the new, also after a crash. */
export async function replaceFile(path: string, temp: string, content: string): Promise<void> {
  try {
    await writeFile(temp, content, PRIVATE)
    await rename(temp, path)
  } catch (error) {
    await unlink(temp).catch(() => undefined)
    throw error
  }
}
