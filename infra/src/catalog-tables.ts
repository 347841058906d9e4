import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { catalogFile, catalogPlugin } from '@hourglass/catalog/catalog-plugin'
import { build } from 'esbuild'
import { z } from 'zod'
import { REPOSITORY } from './bundling/bundle-workers.ts'

const catalogModule = z.object({ catalog: z.array(z.object({ target: z.string().min(1) })) })

/**
 * Target names of a catalog, in order. The catalog is bundled like a worker's, because its folder may lie outside the
 * repository.
 *
 * @param folder absolute; holds `catalog.ts`
 */
export async function catalogTables(folder: string): Promise<readonly string[]> {
  const built = await build({
    entryPoints: [catalogFile(realpathSync(folder))],
    absWorkingDir: REPOSITORY,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: [catalogPlugin(realpathSync(folder))],
  })
  const scratch = mkdtempSync(join(tmpdir(), 'hourglass-catalog-'))
  try {
    const file = join(scratch, 'catalog.mjs')
    writeFileSync(file, built.outputFiles[0]?.contents ?? '')
    const { catalog } = catalogModule.parse(await import(pathToFileURL(file).href))
    return catalog.map((table) => table.target).sort()
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
