import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EXAMPLE } from '../test/example.ts'
import { describeDrift, runGolden } from './golden-run.ts'

let root = ''
let folder = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'golden-'))
  folder = root
  await cp(join(EXAMPLE, 'tables'), join(folder, 'tables'), { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

async function edit(path: string, change: (text: string) => string): Promise<void> {
  const file = join(root, path)
  await writeFile(file, change(await readFile(file, 'utf8')))
}

test('what is committed is what the catalog says', async () => {
  const drifted = await runGolden(EXAMPLE, false)
  expect(drifted.map((one) => describeDrift(one, EXAMPLE))).toEqual([])
})

test('writes once, then has nothing to change', async () => {
  expect((await runGolden(folder, true)).length).toBeGreaterThan(40)
  expect(await runGolden(folder, true)).toEqual([])
  expect(await runGolden(folder, false)).toEqual([])
})

test('shows what a change of a table file does to SQL, types and docs', async () => {
  await runGolden(folder, true)
  await edit('tables/tags.ts', (text) =>
    text.replace(/(name: col\.text\({ doc: )'[^']+'/, "$1'Typed.', nullable: true"),
  )
  const drifted = await runGolden(folder, false)
  expect(drifted.map(({ path }) => path.slice(root.length + 1))).toEqual([
    'generated/ddl/analytics.tags.sql',
    'generated/docs/analytics.tags.md',
    'generated/kysely.ts',
  ])
  const [ddl] = drifted.map((one) => describeDrift(one, root))
  expect(ddl).toContain('-   "name" text NOT NULL,\n')
  expect(ddl).toContain('+   "name" text,\n')
})

test('reports generated text that was edited or left behind, and mends it', async () => {
  await runGolden(folder, true)
  await edit('generated/docs/analytics.tags.md', (text) => `${text}by hand\n`)
  await writeFile(join(root, 'generated/ddl/analytics.gone.sql'), 'DROP TABLE gone;\n')
  const drifted = await runGolden(folder, false)
  expect(drifted.map((one) => describeDrift(one, root).split('\n')[0])).toEqual([
    'generated/ddl/analytics.gone.sql: belongs to nothing in the catalog',
    'generated/docs/analytics.tags.md: differs',
  ])
  await runGolden(folder, true)
  expect(await runGolden(folder, false)).toEqual([])
})

test('reports a table file that is missing in the catalog', async () => {
  await runGolden(folder, true)
  await rm(join(folder, 'tables/tags.ts'))
  const [drift] = await runGolden(folder, false)
  expect(drift && describeDrift(drift, root)).toContain("- import { tags } from './tables/tags.ts'")
})

test('fails when a file does not bear the name of its table', async () => {
  await cp(join(folder, 'tables/tags.ts'), join(folder, 'tables/labels.ts'))
  await rm(join(folder, 'tables/tags.ts'))
  await edit('tables/labels.ts', (text) => text.replace('const tags', 'const labels'))
  await expect(runGolden(folder, true)).rejects.toThrow(
    'table "analytics.tags", target: is in another file; move it to tables/tags.ts',
  )
})
