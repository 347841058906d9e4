import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { cached } from '@hourglass/databases/cache'
import { messageOf } from './errors.ts'

const PREFIX = 'code-'

/** Code that no cloud has started with for so long is not kept. */
const KEPT_MS = 14 * 24 * 3_600_000

/** Removes unpacked code that has not been used for two weeks: each change of a bundle leaves a folder behind. */
export async function dropOldCode(cacheFolder: string, now = Date.now()): Promise<void> {
  const names = await readdir(cacheFolder).catch(() => [])
  for (const name of names.filter((found) => found.startsWith(PREFIX))) {
    const folder = join(cacheFolder, name)
    const found = await stat(folder).catch(() => undefined)
    if (found !== undefined && now - found.mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Unpacks a deployment package into a folder named after its SHA-256, once per cache.
 * @returns the folder
 * @throws Error when the file is not a zip, or an entry leads out of the folder
 */
export async function unpackCode(zipPath: string, cacheFolder: string): Promise<string> {
  try {
    const bytes = await readFile(zipPath)
    const hash = createHash('sha256').update(bytes).digest('hex')
    const folder = await cached(`${PREFIX}${hash}`, (making) => unpackInto(making, bytes), cacheFolder)
    // The modification time says when it was last used.
    await utimes(folder, new Date(), new Date())
    return folder
  } catch (error) {
    throw new Error(`the deployment package ${zipPath} cannot be unpacked: ${messageOf(error)}`, { cause: error })
  }
}

async function unpackInto(folder: string, bytes: Buffer): Promise<void> {
  const zip = await openZip(bytes)
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      writeEntry(zip, entry, folder).then(() => zip.readEntry(), reject)
    })
    zip.on('end', resolve)
    zip.on('error', reject)
    zip.readEntry()
  })
}

function openZip(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)))
  })
}

async function writeEntry(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = join(folder, entry.fileName)
  // yauzl refuses such names itself; a second look costs nothing.
  if (!normalize(path).startsWith(folder + sep))
    throw new Error(`the entry "${entry.fileName}" leads out of the folder`)
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true })
    return
  }
  await mkdir(dirname(path), { recursive: true })
  const content = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
  })
  await pipeline(content, createWriteStream(path))
}
