import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** @throws Error when the zip has no such entry */
export async function unzipEntry(zip: Buffer, name: string): Promise<Buffer> {
  const file = await yauzl.fromBufferPromise(zip)
  for await (const entry of file.eachEntry()) {
    if (entry.fileName === name) return buffer(await file.openReadStreamPromise(entry))
  }
  throw new Error(`the zip has no entry "${name}"`)
}
