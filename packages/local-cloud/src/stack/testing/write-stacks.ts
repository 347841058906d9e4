import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { ZipFile } from 'yazl'

/** A new folder under the system's temporary folder. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'local-cloud-'))
}

/** Writes `<folder>/<stack>/cdk.tf.json` for each stack. */
export async function writeStacks(folder: string, stacks: Readonly<Record<string, Json>>): Promise<void> {
  for (const [name, stack] of Object.entries(stacks)) {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'cdk.tf.json'), JSON.stringify(stack, null, 2))
  }
}

/** Writes a deployment package from file names and their text. */
export async function writeZip(path: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}
