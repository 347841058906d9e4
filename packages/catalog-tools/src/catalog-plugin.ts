import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import type { Plugin } from 'esbuild'

/** How a bundle asks for "the catalog", whichever one it is built with. */
export const CATALOG_MODULE = '@hourglass/catalog/catalog'

/** How a bundle asks for the models of that catalog; a folder without `models.ts` has none. */
export const MODELS_MODULE = '@hourglass/catalog/models'

/** The catalog of this repository: the folder that holds `catalog.ts` and `tables/`. */
export const DEFAULT_CATALOG_FOLDER = resolve(import.meta.dirname, '../../catalog')

/** Where a catalog without packages of its own finds them. */
const HERE = import.meta.dirname
/** A bare import: neither relative nor absolute. */
const BARE = /^[^./]/
const FROM_HERE = Symbol('resolved from the catalog package')

/** The entry file of a catalog folder. */
export function catalogFile(folder: string): string {
  return join(resolve(folder), 'catalog.ts')
}

/** The file that lists the models of a catalog folder. */
export function modelsFile(folder: string): string {
  return join(resolve(folder), 'models.ts')
}

/** True when files in `folder` find the very catalog-kit that this package has: that of a workspace package. */
function findsOurKit(folder: string): boolean {
  const ours = kitAbove(HERE)
  return ours !== undefined && kitAbove(folder) === ours
}

/** The nearest catalog-kit in a `node_modules` of `folder` or above it; not NODE_PATH's, which esbuild does not know. */
function kitAbove(folder: string): string | undefined {
  const kit = join(folder, 'node_modules/@hourglass/catalog-kit')
  if (existsSync(kit)) return realpathSync(kit)
  const parent = dirname(folder)
  return parent === folder ? undefined : kitAbove(parent)
}

/** True when `file` lies in `folder` or below it. */
function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/**
 * Bundles the catalog in `folder` wherever the code asks for `@hourglass/catalog/catalog`, and its models likewise.
 *
 * The folder may lie outside the repository, without packages of its own: what its files import from `@hourglass/*` is
 * always taken from this repository (a bundle then holds one catalog-kit), and npm packages are looked up beside the
 * files first, then here.
 */
export function catalogPlugin(folder: string = DEFAULT_CATALOG_FOLDER): Plugin {
  const root = resolve(folder)
  return {
    name: 'hourglass-catalog',
    setup(build) {
      build.onResolve({ filter: /^@hourglass\/catalog\/catalog$/ }, () => {
        const path = catalogFile(root)
        return existsSync(path) ? { path } : { errors: [{ text: `there is no catalog.ts in ${root}` }] }
      })
      build.onResolve({ filter: /^@hourglass\/catalog\/models$/ }, () => {
        const path = modelsFile(root)
        return { path: existsSync(path) ? path : join(HERE, 'no-models.ts') }
      })
      // A folder in the repository finds its packages as it is. To ask for each import of each package would make esbuild
      // wait for this thread thousands of times.
      if (findsOurKit(root)) return
      build.onResolve({ filter: BARE }, async (asked) => {
        const own = asked.path === CATALOG_MODULE || asked.path === MODELS_MODULE
        if (asked.pluginData === FROM_HERE || own || !isInside(root, asked.importer)) {
          return undefined
        }
        const { kind, importer, path } = asked
        if (!path.startsWith('@hourglass/')) {
          const beside = await build.resolve(path, {
            kind,
            importer,
            resolveDir: asked.resolveDir,
            pluginData: FROM_HERE,
          })
          if (beside.errors.length === 0) return beside
        }
        return build.resolve(path, { kind, importer, resolveDir: HERE, pluginData: FROM_HERE })
      })
    },
  }
}
