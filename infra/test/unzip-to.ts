import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** Unpacks a flat zip into a folder that is there. */
export async function unzipTo(zip: Buffer, folder: string): Promise<void> {
  const file = await yauzl.fromBufferPromise(zip)
  for await (const entry of file.eachEntry()) {
    writeFileSync(join(folder, entry.fileName), await buffer(await file.openReadStreamPromise(entry)))
  }
}
