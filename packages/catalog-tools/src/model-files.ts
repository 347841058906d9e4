import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CatalogError, type CatalogProblem } from '@hourglass/catalog-kit/errors'
import { modelFile, type Models } from '@hourglass/catalog-kit/model'
import { exportName } from './table-files.ts'

/** Where the text of the `.sql` files is kept as a module, relative to the catalog folder. */
export const MODEL_SQL_FILE = 'models/generated/sql.ts'

const HEADER = '// Made by `pnpm golden` from the files in models/; changes here are lost.'

/** Names of the model files of a catalog folder, without ending, in order. None when there is no folder `models`. */
export async function modelFiles(folder: string): Promise<readonly string[]> {
  return namesIn(folder, (file) => file.endsWith('.ts') && !/\.(?:test|test-d)\.ts$/.test(file))
}

async function namesIn(folder: string, wanted: (file: string) => boolean): Promise<readonly string[]> {
  const models = join(folder, 'models')
  if (!existsSync(models)) return []
  const files = await readdir(models)
  return files
    .filter(wanted)
    .map((file) => file.replace(/\.\w+$/, ''))
    .sort()
}

/** What model files import their SQL from: a Lambda bundle is one file, and Node 20 cannot import text. */
export async function renderModelSql(folder: string): Promise<string> {
  const names = await namesIn(folder, (file) => file.endsWith('.sql'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, 'models', `${name}.sql`), 'utf8')))
  // Line by line, so that a review sees what changed.
  const lines = names.flatMap((name, index) => [
    `  ${exportName(name)}: [`,
    ...(texts[index] ?? '').split('\n').map((line) => `    ${JSON.stringify(line)},`),
    "  ].join('\\n'),",
  ])
  return [HEADER, 'export const sql = {', ...lines, '} as const', ''].join('\n')
}

/** The text of `models.ts`: every model file, in order. */
export function renderModels(files: readonly string[]): string {
  return [
    HEADER,
    "import { defineModels } from '@hourglass/catalog-kit/define-models'",
    "import { catalog } from './catalog.ts'",
    ...files.map((file) => `import { ${exportName(file)} } from './models/${file}.ts'`),
    '',
    `export const models = defineModels(catalog, [${files.map(exportName).join(', ')}])`,
    '',
  ].join('\n')
}

/** Reports model files whose name does not follow from the target, and models that have another model's SQL. */
export async function checkModelFiles(folder: string, models: Models, files: readonly string[]): Promise<void> {
  const expected = new Set(models.map(({ target }) => modelFile(target)))
  const found = new Set(files.map((file) => `models/${file}`))
  const problems: CatalogProblem[] = []
  for (const model of models) {
    const file = modelFile(model.target)
    const report = (field: string, what: string, fix: string) =>
      problems.push({ file: `${file}.ts`, table: model.target, field, found: what, fix })
    if (!found.has(file)) report('target', 'is in another file', `move it to ${file}.ts`)
    else if (!existsSync(join(folder, `${file}.sql`)))
      report('sql', `there is no ${file}.sql`, 'write the SELECT into it')
    else if ((await readFile(join(folder, `${file}.sql`), 'utf8')) !== model.sql) {
      report('sql', `is not the text of ${file}.sql`, `write sql.${exportName(file.slice('models/'.length))}`)
    }
  }
  for (const file of found) {
    if (expected.has(file)) continue
    const fix = 'name the file after the table of its target, with dashes'
    problems.push({ file: `${file}.ts`, table: '', field: 'the file', found: 'holds a model of another name', fix })
  }
  if (problems.length > 0) throw new CatalogError(problems)
}
