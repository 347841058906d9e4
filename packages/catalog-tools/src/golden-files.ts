import { join, resolve } from 'node:path'
import { CatalogError, type CatalogProblem } from '@hourglass/catalog-kit/errors'
import { tableFile } from '@hourglass/catalog-kit/identifiers'
import { renderDdl } from '@hourglass/catalog-kit/render-ddl'
import { renderDocs, renderDocsIndex } from '@hourglass/catalog-kit/render-docs'
import { renderEntities } from '@hourglass/catalog-kit/render-entities'
import type { Models } from '@hourglass/catalog-kit/model'
import { renderModelDocs, renderModelsIndex } from '@hourglass/catalog-kit/render-models'
import { KIND_LIST } from '@hourglass/catalog-kit/kind-list'
import { renderKinds } from '@hourglass/catalog-kit/render-kinds'
import { renderSelect } from '@hourglass/catalog-kit/render-select'
import { renderTypes } from '@hourglass/catalog-kit/render-types'
import type { Catalog } from '@hourglass/catalog-kit/table'
import { REGISTRY } from '@hourglass/transform/registry'
import { renderRegistry } from '@hourglass/transform/render-registry'

const SQL_HEADER = '-- Made by `pnpm golden` from the catalog; changes here are lost.\n\n'

/** Where the generated text of a catalog folder lies. */
export function generatedFolder(folder: string): string {
  return join(resolve(folder), 'generated')
}

/** Reports table files whose name does not follow from the target: people look for a table by its name. */
export function checkFileNames(catalog: Catalog, files: readonly string[]): void {
  const expected = new Set(catalog.map((table) => tableFile(table.target)))
  const found = new Set(files.map((file) => `tables/${file}.ts`))
  const problems: readonly CatalogProblem[] = [
    ...catalog
      .filter((table) => !found.has(tableFile(table.target)))
      .map(({ target }) => {
        return { table: target, field: 'target', found: `is in another file`, fix: `move it to ${tableFile(target)}` }
      }),
    ...[...found]
      .filter((file) => !expected.has(file))
      .map((file) => {
        const fix = 'name the file after the table of its target, with dashes'
        return { file, table: '', field: 'the file', found: 'holds a table of another name', fix }
      }),
  ]
  if (problems.length > 0) throw new CatalogError(problems)
}

/** Every generated file of a catalog and its models: path below `generated/` -> text. */
export function renderGenerated(catalog: Catalog, models: Models = []): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const table of catalog) {
    files.set(`ddl/${table.target}.sql`, SQL_HEADER + renderDdl(table))
    files.set(`select/${table.target}.sql`, SQL_HEADER + renderSelect(table))
    files.set(`docs/${table.target}.md`, renderDocs(table))
  }
  for (const model of models) {
    files.set(`ddl/${model.target}.sql`, SQL_HEADER + renderDdl(model))
    files.set(`docs/${model.target}.md`, renderModelDocs(model))
  }
  if (models.length > 0) files.set('docs/models.md', renderModelsIndex(models))
  files.set('docs/README.md', renderDocsIndex(catalog))
  files.set('docs/kinds.md', renderKinds(KIND_LIST))
  files.set('docs/transforms.md', renderRegistry(REGISTRY))
  files.set('docs/entities.md', renderEntities(catalog))
  files.set('kysely.ts', renderTypes(catalog, models))
  return files
}
