import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * What masked columns are keyed with here, base64. Kept beside the data that was masked with it: with another key every
 * masked row would change.
 */
export async function keptMaskKey(folder: string): Promise<string> {
  const file = path.join(folder, 'mask-key')
  try {
    await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
  }
  // One that a person wrote, to rotate it, ends with a line break.
  return (await readFile(file, 'utf8')).trim()
}
