import { createHash } from 'node:crypto'
import { BundleError } from '../errors.ts'

/** What esbuild calls a chunk that several bundles share; its hash is eight characters. */
export const CHUNK_NAMES = 'shared-[hash]'
const CHUNK = /shared-([A-Z0-9]{8})\.mjs/g
const CHUNK_FILE = /^shared-([A-Z0-9]{8})\.mjs$/

/** Text of each output file by its name, without folders. */
export type Outputs = ReadonlyMap<string, string>

/**
 * Names chunks after their contents. esbuild's own hash also covers the paths of the sources, so it differs between
 * two folders with the same sources. The names of other chunks inside a chunk are left out of its hash, because they
 * are being replaced themselves.
 *
 * @throws BundleError when two chunks would get the same name
 */
export function stableChunkNames(outputs: Outputs): Map<string, string> {
  const names = new Map<string, string>()
  for (const [file, text] of outputs) {
    const hash = CHUNK_FILE.exec(file)?.[1]
    if (hash === undefined) continue
    const digest = createHash('sha256').update(text.replaceAll(CHUNK, '')).digest('hex')
    names.set(hash, digest.slice(0, hash.length).toUpperCase())
  }
  if (new Set(names.values()).size < names.size) throw new BundleError(['two shared chunks have the same contents'])
  const renamed = (text: string) => text.replaceAll(CHUNK, (_, hash: string) => `shared-${names.get(hash) ?? hash}.mjs`)
  return new Map([...outputs].map(([file, text]) => [renamed(file), renamed(text)]))
}

/** A file and every chunk that it imports, directly or through another chunk. */
export function withChunks(outputs: Outputs, file: string): Map<string, string> {
  const found = new Map<string, string>()
  const waiting = [file]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const text = outputs.get(name)
    if (text === undefined || found.has(name)) continue
    found.set(name, text)
    waiting.push(...(text.match(CHUNK) ?? []))
  }
  return found
}
