import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { CatalogError, type CatalogProblem } from '@hourglass/catalog-kit/errors'
import { expect, test } from 'vitest'
import { checkModelSql } from './check-model-sql.ts'
import { loadModels } from './load-catalog.ts'
import { renderModels } from './model-files.ts'
import { renderCatalog, exportName } from './table-files.ts'
import { surveys } from '@hourglass/candidate-experience/tables/surveys'

/* Mistakes that people make in model files and in their SQL. Each is reported with file, field and fix, all at once. */

const TABLE = `import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
export const orders = defineTable({
  source: 'orders', target: 'sales.orders', doc: 'One row per order.', owner: 'payments',
  columns: { id: col.int({ doc: 'Key.' }), updated_at: col.timestamptz({ doc: 'Cursor.' }) },
  primaryKey: ['id'], load: { mode: 'merge', cursor: 'updated_at' },
})
`

const SOUND = `import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { orders } from '../tables/orders.ts'

export const EXPORT = defineModel({
  target: 'sales.TARGET',
  doc: 'One row per order.',
  owner: 'payments',
  columns: {
    id: col.int({ doc: 'Key.' }),
    updated_at: col.timestamptz({ doc: 'Cursor.' }),
    note: col.text({ doc: 'Note.', nullable: true }),
  },
  primaryKey: ['id'],
  inputs: [orders],
  sql: 'select id, updated_at, null as note from sales.orders where :since is null or updated_at >= :since',
  load: { mode: 'merge', cursor: 'updated_at' },
})
`

/** What is planted, where it stands in the sound file, what stands there instead, and what the report has to say. */
const MISTAKES: readonly (readonly [name: string, sound: string, planted: string, field: string, says: RegExp])[] = [
  ['no-schema', "target: 'sales.TARGET'", "target: 'TARGET'", 'target', /names no schema/],
  ['own-schema', "target: 'sales.TARGET'", "target: 'hourglass.TARGET'", 'target', /reserved/],
  ['no-doc', "  doc: 'One row per order.',\n", '', 'doc', /is empty.*what one row is/],
  ['no-owner', "owner: 'payments'", "owner: ' '", 'owner', /is empty.*name the team/],
  ['a-source', "owner: 'payments'", "owner: 'payments', source: 'orders'", 'source', /no such field/],
  ['no-key', "primaryKey: ['id']", 'primaryKey: []', 'primaryKey', /has no columns/],
  ['nullable-key', "primaryKey: ['id']", "primaryKey: ['note']", 'primaryKey[0]', /may be NULL/],
  ['no-inputs', 'inputs: [orders]', 'inputs: []', 'inputs', /names no table.*that the SELECT reads/],
  ['input-by-name', 'inputs: [orders]', "inputs: ['sales.orders']", 'inputs[0]', /is not a table.*import it/],
  ['input-twice', 'inputs: [orders]', 'inputs: [orders, orders]', 'inputs[1]', /is listed twice/],
  ['from-mysql', "doc: 'Note.'", "doc: 'Note.', from: 'text'", 'columns.note.from', /reads no MySQL column.*SELECT/],
  ['no-sql', /sql: '.*'/.exec(SOUND)?.[0] ?? '', 'sql: undefined', 'sql', /is empty.*pnpm golden/],
  ['no-since', ' where :since is null or updated_at >= :since', '', 'sql', /has no :since.*"replace"/],
  ['needless-since', "mode: 'merge', cursor: 'updated_at'", "mode: 'replace'", 'sql', /makes every row/],
  ['no-load', "  load: { mode: 'merge', cursor: 'updated_at' },\n", '', 'load', /is missing/],
  ['unknown-mode', "mode: 'merge'", "mode: 'append'", 'load.mode', /is "append"/],
  ['no-cursor', ", cursor: 'updated_at'", '', 'load.cursor', /is missing/],
  ['timeless-cursor', "cursor: 'updated_at'", "cursor: 'id'", 'load.cursor', /needs a date with a time of day/],
  [
    'an-overlap',
    "cursor: 'updated_at' }",
    "cursor: 'updated_at', overlapSeconds: 600 }",
    'load.overlapSeconds',
    /no such/,
  ],
]

async function problemsIn(files: ReadonlyMap<string, string>): Promise<readonly CatalogProblem[]> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'))
  try {
    await Promise.all(['tables', 'models'].map((each) => mkdir(join(folder, each))))
    await writeFile(join(folder, 'tables/orders.ts'), TABLE)
    await writeFile(join(folder, 'catalog.ts'), renderCatalog(['orders']))
    for (const [name, text] of files) await writeFile(join(folder, 'models', `${name}.ts`), text)
    await writeFile(join(folder, 'models.ts'), renderModels([...files.keys()]))
    await loadModels(folder)
    return []
  } catch (thrown) {
    if (thrown instanceof CatalogError) return thrown.problems
    throw thrown
  } finally {
    await rm(folder, { recursive: true })
  }
}

const fileOf = (name: string, sound = '', planted = '') =>
  SOUND.replace(sound, () => planted)
    .replaceAll('TARGET', name.replaceAll('-', '_'))
    .replace('EXPORT', exportName(name))

test(`${MISTAKES.length} planted mistakes in model files are reported at once, each with its file, field and fix`, async () => {
  const planted = MISTAKES.map(([name, sound, instead]) => {
    expect(SOUND.includes(sound) ? name : `${name} plants nothing`).toBe(name)
    return [name, fileOf(name, sound, instead)] as const
  })
  const problems = await problemsIn(new Map(planted))
  for (const [name, , , field, says] of MISTAKES) {
    const found = problems.filter((problem) => problem.file === `models/${name}.ts` && problem.field === field)
    expect([name, found.length]).toEqual([name, 1])
    expect(`${found[0]?.found}; ${found[0]?.fix}`).toMatch(says)
  }
}, 30_000)

test('the file that the mistakes are planted in is sound', async () => {
  expect(await problemsIn(new Map([['totals', fileOf('totals')]]))).toEqual([])
})

const modelOf = (sql: string) =>
  defineModel({
    target: 'analytics.titles',
    doc: 'One row per survey.',
    owner: 'surveys',
    columns: { id: col.bigint({ doc: 'Key.' }), title: col.text({ doc: 'Title.' }) },
    primaryKey: ['id'],
    inputs: [surveys],
    sql,
    load: { mode: 'replace' },
  })

test.each([
  ['select id, title from analytics.surveys', /^$/],
  ['with s as (select * from analytics.surveys) select id, title from s -- no more\n;', /^$/],
  ['select id, title from analytics.surveys union all select 1 as one, null from analytics.surveys', /^$/],
  ['select id, title from', /^models\/titles\.sql sql: Postgres cannot read it: syntax error.*; correct it/],
  ['select id, title from analytics.surveys; select 1', /is not one SELECT/],
  ['delete from analytics.surveys returning id, title', /is not one SELECT/],
  ['with d as (delete from analytics.surveys returning id, title) select id, title from d', /is not one SELECT/],
  ['select id, title from analytics.surveys for update', /is not one SELECT/],
  ['select * from analytics.surveys', /column 1 without a name of its own/],
  ['select id, lower(title) from analytics.surveys', /column 2 without a name of its own; write "AS name"/],
  ['select title, id from analytics.surveys', /returns the columns title, id; return exactly.*id, title/],
  ['select id, title from surveys', /reads "surveys" without its schema; write schema.surveys/],
  [
    'select s.id, s.title from analytics.surveys as s, analytics.tags',
    /reads analytics.tags, which the model does not declare as an input.*titles.ts/,
  ],
  ["select 1 as id, '' as title", /does not read analytics.surveys, an input/],
  ['select id, title from analytics.surveys where created_at > now()', /now\(\) returns another value at each build/],
  ['select id, title from analytics.surveys where created_at < current_date', /CURRENT_DATE returns another value/],
  ["select id, title from analytics.surveys where age(created_at) > '1 day'", /age\(\) returns another value/],
])('%s', async (sql, says) => {
  const problems = await checkModelSql([modelOf(sql)])
  const told = problems.map(({ file, field, found, fix }) => `${file} ${field}: ${found}; ${fix}`).join('\n')
  expect(told).toMatch(says)
})
