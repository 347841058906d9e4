import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalog } from '@hourglass/candidate-experience/catalog'
import { EXAMPLE } from '../test/example.ts'
import { loadCatalog, loadModels } from './load-catalog.ts'
import { models } from '@hourglass/candidate-experience/models'

function tableText(name: string, target = `analytics.${name}`, more = ''): string {
  return `import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
${more}
export const ${name} = defineTable({
  source: '${name}', target: '${target}', doc: 'One row per thing.', owner: 'us',
  columns: { id: col.int({ doc: 'Key.' }) },
  primaryKey: ['id'], load: { mode: 'replace' },
})`
}

function listText(names: readonly string[]): string {
  const imports = names.map((name) => `import { ${name} } from './tables/${name}.ts'`)
  return `import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
${imports.join('\n')}
export const catalog = defineCatalog([${names.join(', ')}])`
}

test('loads the catalog of the demo as it is', async () => {
  const loaded = await loadCatalog(EXAMPLE)
  expect(loaded.map((table) => table.target)).toEqual(catalog.map((table) => table.target))
})

test('loads the models of the demo as they are', async () => {
  const loaded = await loadModels(EXAMPLE)
  expect(loaded.map(({ target, sql }) => [target, sql])).toEqual(models.map(({ target, sql }) => [target, sql]))
})

describe('a catalog outside the repository', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'elsewhere-'))
    await mkdir(join(folder, 'tables'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('has no models unless it has a models.ts; one that lists none is a mistake', async () => {
    expect(await loadModels(folder)).toEqual([])
    await writeFile(join(folder, 'models.ts'), 'export const model = []')
    await expect(loadModels(folder)).rejects.toThrow('models.ts, models: is not a list of models; export defineModels')
  })

  test('takes what it imports from here, and packages of its own from beside it', async () => {
    await mkdir(join(folder, 'node_modules/words'), { recursive: true })
    await writeFile(join(folder, 'node_modules/words/index.js'), "module.exports = { word: 'beside' }")
    const own = "import { word } from 'words'\nif (word !== 'beside') throw new Error('not found')"
    await writeFile(join(folder, 'tables/b.ts'), tableText('b', 'analytics.b', own))
    await writeFile(join(folder, 'tables/a.ts'), tableText('a'))
    await writeFile(join(folder, 'catalog.ts'), listText(['b', 'a']))
    const loaded = await loadCatalog(folder)
    expect(loaded.map((table) => table.target)).toEqual(['analytics.a', 'analytics.b'])
    expect(Object.isFrozen(loaded)).toBe(true)
  })

  test('is read anew each time', async () => {
    await writeFile(join(folder, 'tables/a.ts'), tableText('a'))
    await writeFile(join(folder, 'catalog.ts'), listText(['a']))
    expect(await loadCatalog(folder)).toHaveLength(1)
    await writeFile(join(folder, 'tables/b.ts'), tableText('b'))
    await writeFile(join(folder, 'catalog.ts'), listText(['a', 'b']))
    expect(await loadCatalog(folder)).toHaveLength(2)
  })

  test('fails when two tables share a target, and names both', async () => {
    await writeFile(join(folder, 'tables/a.ts'), tableText('a', 'analytics.one'))
    await writeFile(join(folder, 'tables/b.ts'), tableText('b', 'analytics.one'))
    await writeFile(join(folder, 'catalog.ts'), listText(['a', 'b']))
    await expect(loadCatalog(folder)).rejects.toThrow(
      'catalog.ts, table "analytics.one", target: "analytics.one" is already the target of table "analytics.one"',
    )
  })

  test('fails when catalog.ts exports no catalog', async () => {
    await writeFile(join(folder, 'catalog.ts'), 'export const tables = []')
    await expect(loadCatalog(folder)).rejects.toThrow('export defineCatalog([...]) as `catalog`')
  })

  test('fails when there is no catalog.ts', async () => {
    await expect(loadCatalog(folder)).rejects.toThrow(`${folder}, catalog.ts: there is no such file; name the folder`)
    await expect(loadCatalog(join(folder, 'nowhere'))).rejects.toThrow('there is no such file')
  })

  test('may be empty: a fork that has thrown the sample away and has no table yet', async () => {
    await writeFile(join(folder, 'catalog.ts'), listText([]))
    expect(await loadCatalog(folder)).toEqual([])
  })

  test.for([
    ['not there', (list: string) => list.replace(/^import { b }.*\n/m, '').replace(', b]', ']')],
    ['a comment', (list: string) => list.replace('import { b }', '// import { b }').replace(', b]', ' /* b */]')],
    ['imported only', (list: string) => list.replace(', b]', ']')],
  ] as const)('fails when a table file is not in catalog.ts: %s', async ([, change]) => {
    await writeFile(join(folder, 'tables/a.ts'), tableText('a'))
    await writeFile(join(folder, 'tables/b.ts'), tableText('b'))
    await writeFile(join(folder, 'catalog.ts'), change(listText(['a', 'b'])))
    await expect(loadCatalog(folder)).rejects.toThrow(
      'tables/b.ts, the file: catalog.ts does not name it, so what it defines would not be loaded; run `pnpm golden`',
    )
  })

  test('fails when a model file is not in models.ts, also when there is no models.ts', async () => {
    await mkdir(join(folder, 'models'))
    await writeFile(join(folder, 'models/totals.ts'), 'export const totals = 1\n')
    const left = 'models/totals.ts, the file: models.ts does not name it, so what it defines would not be loaded'
    await expect(loadModels(folder)).rejects.toThrow(left)
    await writeFile(join(folder, 'models.ts'), 'export const models = []\n')
    await expect(loadModels(folder)).rejects.toThrow(left)
  })
})
