import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { Bucket } from './bucket.ts'
import { DataFiles } from './data-files.ts'
import type { Disk } from './disk.ts'
import { StorageDamagedError } from './errors.ts'
import {
  type BucketRecord,
  bucketRecord,
  type ObjectRecord,
  objectRecord,
  partRecord,
  type UploadRecord,
  uploadRecord,
} from './records.ts'
import { type Upload, Uploads } from './uploads.ts'

/** Files read at once while a bucket is loaded. */
const READS_AT_ONCE = 32

/** Makes an empty bucket. Its `bucket.json` comes last: a folder without one is not a bucket. */
export async function createBucket(disk: Disk, folder: string, record: BucketRecord): Promise<Bucket> {
  for (const name of ['data', 'objects', 'uploads']) await disk.makeFolder(join(folder, name))
  await disk.writeJson(join(folder, 'bucket.json'), record)
  return assemble(disk, folder, record, [], [])
}

/**
 * Loads a bucket and removes what a crash left: temporary files, parts without an upload, uploads whose object was committed
 * already, and data that no record names.
 * @throws StorageDamagedError when a record cannot be read or its data is missing
 */
export async function loadBucket(disk: Disk, folder: string): Promise<Bucket> {
  const record = await disk.readJson(join(folder, 'bucket.json'), bucketRecord)
  const objects = await readAll(await disk.listClean(join(folder, 'objects')), (name) =>
    disk.readJson(join(folder, 'objects', name), objectRecord),
  )
  const used = new Map(objects.flatMap((object) => object.segments).map((segment) => [segment.file, segment.size]))
  const uploads = await loadUploads(disk, join(folder, 'uploads'), used)
  for (const { segment } of uploads.flatMap((upload) => [...upload.parts.values()]))
    used.set(segment.file, segment.size)
  await sweepData(disk, join(folder, 'data'), used)
  return assemble(disk, folder, record, objects, uploads)
}

function assemble(
  disk: Disk,
  folder: string,
  { name, created }: BucketRecord,
  objects: readonly ObjectRecord[],
  uploads: readonly Upload[],
): Bucket {
  const data = new DataFiles(disk, join(folder, 'data'))
  return new Bucket({
    name,
    created,
    disk,
    folder,
    data,
    objects,
    uploads: new Uploads(disk, join(folder, 'uploads'), data, uploads),
  })
}

async function loadUploads(disk: Disk, folder: string, used: ReadonlyMap<string, number>): Promise<Upload[]> {
  const names = await disk.listClean(folder)
  const isPart = (name: string): boolean => /\.\d+\.json$/.test(name)
  const records = await readAll(
    names.filter((name) => !isPart(name)),
    (name) => disk.readJson(join(folder, name), uploadRecord),
  )
  const uploads = new Map(records.map((record): [string, Upload] => [record.id, { record, parts: new Map() }]))
  const completed = new Set<UploadRecord>()
  for (const name of names.filter(isPart)) {
    const upload = uploads.get(name.slice(0, name.indexOf('.')))
    if (upload === undefined) {
      await disk.removeFile(join(folder, name))
      continue
    }
    const part = await disk.readJson(join(folder, name), partRecord)
    upload.parts.set(part.number, part)
    if (used.has(part.segment.file)) completed.add(upload.record)
  }
  for (const { id } of completed) {
    for (const part of uploads.get(id)?.parts.keys() ?? []) await disk.removeFile(join(folder, `${id}.${part}.json`))
    await disk.removeFile(join(folder, `${id}.json`))
    uploads.delete(id)
  }
  return [...uploads.values()]
}

/** Accounts for the data that records name, and removes the rest. */
async function sweepData(disk: Disk, folder: string, used: ReadonlyMap<string, number>): Promise<void> {
  const present = new Set(await readdir(folder))
  for (const [file, size] of used) {
    const found = present.has(file) ? (await stat(join(folder, file))).size : undefined
    if (found !== size)
      throw new StorageDamagedError(
        join(folder, file),
        `it should have ${size} bytes and ${found === undefined ? 'is gone' : `has ${found}`}`,
      )
    disk.count(size)
    present.delete(file)
  }
  for (const orphan of present) await disk.removeFile(join(folder, orphan))
}

async function readAll<T>(names: readonly string[], read: (name: string) => Promise<T>): Promise<T[]> {
  const limit = pLimit(READS_AT_ONCE)
  return Promise.all(names.map((name) => limit(() => read(name))))
}
