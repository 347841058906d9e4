import { readFileSync } from 'node:fs'
import path from 'node:path'
import { repositoryRoot } from '@hourglass/cloud/folders'
import { z } from 'zod'

const Manifest = z.object({ name: z.string(), exports: z.record(z.string(), z.string()) })

/** A tsconfig for a catalog folder outside the repository: what its files import is taken from here. */
export function catalogTsconfig(): string {
  const config = {
    extends: path.join(repositoryRoot, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [path.join(repositoryRoot, 'node_modules/@types')],
      paths: Object.fromEntries(['catalog-kit', 'transform'].flatMap(doorsOf)),
    },
    include: ['catalog.ts', 'tables'],
  }
  return `${JSON.stringify(config, null, 2)}\n`
}

/** The modules that a package exports, as TypeScript's `paths` wants them. */
function doorsOf(name: string): [string, [string]][] {
  const folder = path.join(repositoryRoot, 'packages', name)
  const manifest = Manifest.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')))
  return Object.entries(manifest.exports).map(([door, file]) => [
    path.posix.join(manifest.name, door),
    [path.join(folder, file)],
  ])
}
