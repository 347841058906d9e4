import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Manifest = z.object({ version: z.string() })

/** The version of this checkout, as in the root package.json and in CHANGELOG.md. */
export function hourglassVersion(): string {
  const manifest = new URL('../../../package.json', import.meta.url)
  return Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8'))).version
}
