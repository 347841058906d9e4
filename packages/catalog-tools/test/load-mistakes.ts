import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Table } from '@hourglass/catalog-kit/table'
import { build } from 'esbuild'

/** Gives the table, or throws what `defineTable` throws. */
export type LoadTable = () => Table

/**
 * Table files that no compiler has to have seen, each by itself: one bundle of functions, because hundreds of modules
 * take half a minute. `scratch` is a folder to build in.
 */
export async function loadEach(texts: readonly string[], scratch: string): Promise<readonly LoadTable[]> {
  const imports = new Set(texts.flatMap((text) => text.split('\n').filter((line) => line.startsWith('import '))))
  const loads = texts.map((text) => `() => ${text.slice(text.indexOf('defineTable('))}`)
  const outfile = join(scratch, 'mistakes.mjs')
  await writeFile(outfile, '')
  await build({
    stdin: {
      contents: `${[...imports].join('\n')}\nexport const loads = [${loads.join(',\n')}]`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    outfile,
  })
  const { loads: built } = (await import(pathToFileURL(outfile).href)) as { readonly loads: readonly LoadTable[] }
  return built
}
