import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

export interface ZipEntry {
  /** Path inside the zip, with `/`. */
  readonly name: string
  readonly contents: Buffer
}

/**
 * Local time on purpose: the DOS stamp of a zip entry is local, so this gives the same bytes in every time zone. A month
 * after the first day that a stamp can hold, where a library may clamp it.
 */
const FIXED_TIME = () => new Date(1980, 1, 1)

/**
 * A zip whose bytes depend on names and contents only: sorted entries, mode 0644, one fixed time.
 *
 * Entries are stored, not deflated: deflate gives other bytes per zlib build and processor, and `source_code_hash`
 * would then change with the machine that synthesizes.
 */
export async function deterministicZip(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    zip.addBuffer(entry.contents, entry.name, {
      mtime: FIXED_TIME(),
      mode: 0o100644,
      compress: false,
      forceDosTimestamp: true,
    })
  }
  zip.end()
  return buffer(zip.outputStream)
}
