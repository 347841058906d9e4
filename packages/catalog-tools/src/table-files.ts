import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Names of the table files of a catalog folder, without `.ts`, in order: `survey-responses`. */
export async function tableFiles(folder: string): Promise<readonly string[]> {
  const tables = join(folder, 'tables')
  // Git keeps no empty folder: a catalog without tables has none.
  const entries = existsSync(tables) ? await readdir(tables) : []
  return entries
    .filter((entry) => entry.endsWith('.ts') && !/\.(?:test|test-d)\.ts$/.test(entry))
    .map((entry) => entry.slice(0, -3))
    .sort()
}

/** What a table file exports: `surveyResponses` from `survey-responses.ts`. */
export function exportName(file: string): string {
  return file.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase())
}

/** Where the formatter breaks lines. */
const LINE_WIDTH = 120

/** The text of `catalog.ts`, as the formatter leaves it: every table file, in order. */
export function renderCatalog(files: readonly string[]): string {
  const imports = files.map((file) => `import { ${exportName(file)} } from './tables/${file}.ts'`)
  const names = files.map(exportName)
  const oneLine = `export const catalog = defineCatalog([${names.join(', ')}])`
  const lines = ['export const catalog = defineCatalog([', ...names.map((name) => `  ${name},`), '])'].join('\n')
  return [
    '// Made by `pnpm golden` from the files in tables/; changes here are lost.',
    "import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'",
    ...imports,
    '',
    oneLine.length <= LINE_WIDTH ? oneLine : lines,
    '',
  ].join('\n')
}
