import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { catalogPlugin } from '@hourglass/catalog-tools/catalog-plugin'
import { build, type BuildFailure } from 'esbuild'
import { BundleError } from '../errors.ts'
import { deterministicZip } from './deterministic-zip.ts'
import { CHUNK_NAMES, stableChunkNames, withChunks } from './shared-chunks.ts'

/** Root of the repository, from which packages are resolved. */
export const REPOSITORY = join(import.meta.dirname, '../../..')

/** Optional native parts that `pg` and `mysql2` look for and do without. */
const OPTIONAL_NATIVES = ['pg-native', 'cpu-features', 'bufferutil', 'utf-8-validate', '@aws-sdk/signature-v4-crt']

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const REQUIRE_BANNER =
  "import{createRequire as hourglassRequire}from'node:module';const require=hourglassRequire(import.meta.url);"

export interface BundleOptions<Name extends string> {
  /** Source file of each function, exporting `handler`; absolute. */
  readonly sources: ReadonlyMap<Name, string>
  /** Folder with `catalog.ts` and `tables/*.ts`; absolute. */
  readonly catalog: string
}

/** The entry module of a bundle, beside the chunks that it imports, and the handler setting that names it. */
export const BUNDLE_ENTRY = 'index.mjs'
export const BUNDLE_HANDLER = 'index.handler'

/**
 * Bundles every worker with its catalog, in one esbuild run, into one zip each.
 *
 * The same sources give the same bytes on every machine: minified output holds no paths (esbuild writes paths relative
 * to the working directory as comments otherwise), chunks are named after their contents, and the zip holds no times,
 * users or order of the file system.
 *
 * @returns zip bytes by worker.
 * @throws BundleError naming every worker without a source file, a missing catalog, or esbuild's own findings.
 */
export async function bundleWorkers<Name extends string>(options: BundleOptions<Name>): Promise<Map<Name, Buffer>> {
  const entries = [...options.sources]
  assertSources(entries, options.catalog)
  const built = await build({
    entryPoints: entries.map(([worker, source]) => ({ in: source, out: worker })),
    absWorkingDir: REPOSITORY,
    outdir: join(REPOSITORY, 'dist'),
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    // What workers have in common is linked and printed once: a third of the time, and each zip still holds all it needs.
    splitting: true,
    chunkNames: CHUNK_NAMES,
    minify: true,
    legalComments: 'none',
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // A `require` must get the CommonJS side of a package: pg extends the class that it requires from pg-pool.
    mainFields: ['main', 'module'],
    conditions: [],
    banner: { js: REQUIRE_BANNER },
    loader: { '.sql': 'text' },
    external: OPTIONAL_NATIVES,
    logLevel: 'silent',
    plugins: [catalogPlugin(realpathSync(options.catalog))],
  }).catch((error: BuildFailure) => {
    throw new BundleError(error.errors.map((found) => `${place(found.location)}${found.text}`))
  })
  const outputs = stableChunkNames(new Map(built.outputFiles.map((file) => [basename(file.path), file.text])))
  const zips = new Map<Name, Buffer>()
  for (const [worker] of entries) {
    const own = `${worker}.mjs`
    const files = withChunks(outputs, own)
    if (!files.has(own)) throw new BundleError([`worker "${worker}" came out empty`])
    const contents = [...files].map(([name, text]) => ({
      name: name === own ? BUNDLE_ENTRY : name,
      contents: Buffer.from(text),
    }))
    zips.set(worker, await deterministicZip(contents))
  }
  return zips
}

function assertSources(entries: readonly (readonly [string, string])[], catalog: string): void {
  const problems = entries
    .filter(([, source]) => !existsSync(source))
    .map(([worker, source]) => `worker "${worker}" has no source: ${source} must export \`handler\``)
  const catalogFile = join(catalog, 'catalog.ts')
  if (!existsSync(catalogFile)) {
    problems.push(
      `no catalog: ${catalogFile} must export \`catalog\` (HOURGLASS_CATALOG names the folder ${dirname(catalogFile)})`,
    )
  }
  if (problems.length > 0) throw new BundleError(problems)
}

function place(location: { file: string; line: number } | null): string {
  return location === null ? '' : `${location.file}:${location.line}: `
}
