import path from 'node:path'
import { repositoryRoot } from './folders.ts'

/** A tsconfig for a catalog folder outside the repository: what its files import is taken from here. */
export function catalogTsconfig(): string {
  const config = {
    extends: path.join(repositoryRoot, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [path.join(repositoryRoot, 'node_modules/@types')],
      paths: Object.fromEntries(
        ['catalog-kit', 'transform'].map((name) => [
          `@hourglass/${name}/*`,
          [path.join(repositoryRoot, 'packages', name, 'src/*.ts')],
        ]),
      ),
    },
    include: ['catalog.ts', 'tables'],
  }
  return `${JSON.stringify(config, null, 2)}\n`
}
