import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { tableFiles } from './table-files.ts'

/** Of the sample's table files. The sample is frozen: a fork replaces it, and an upstream change would be a conflict. */
const SAMPLE = 'c91c16766562e7b5dcfb6906b7be8de67553a7faad5f70a51c606bc86d3e195f'

/**
 * Whether `folder` still holds the sample that a fresh fork ships with, untouched. Nothing is generated for it: what a
 * fork edits must not change upstream (decision 12).
 */
export async function isSample(folder: string): Promise<boolean> {
  const hash = createHash('sha256')
  for (const file of await tableFiles(folder)) {
    hash.update(`${file}.ts\n${await readFile(join(folder, 'tables', `${file}.ts`), 'utf8')}`)
  }
  return hash.digest('hex') === SAMPLE
}

/** Removes the sample's tables when they are untouched: tables of one's own take their place. */
export async function removeSample(folder: string): Promise<void> {
  if (await isSample(folder)) await rm(join(folder, 'tables'), { recursive: true })
}
