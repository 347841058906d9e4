import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { lookup } from '@hourglass/catalog-kit/lookup'
import type { Model } from '@hourglass/catalog-kit/model'
import type { Table } from '@hourglass/catalog-kit/table'
import type { Transform } from '@hourglass/catalog-kit/transform'

const common = { doc: 'Test.', owner: 'tests', primaryKey: ['id'] } as const
const id = col.int({ doc: 'Key.' })
const updated_at = col.timestamptz({ doc: 'Cursor.' })

/** Small enough for a test to have several chunks. */
const CHUNK_ROWS = 3

/** Merged by its cursor, in chunks of three rows; a note may not be NULL. */
export const answers: Table = {
  ...defineTable({
    ...common,
    source: 'answers',
    target: 'analytics.answers',
    columns: { id, updated_at, note: col.text({ doc: 'What was said.' }) },
    load: { mode: 'merge', cursor: 'updated_at', overlapSeconds: 600 },
  }),
  split: { by: 'id', rows: CHUNK_ROWS },
}

/** The same MySQL table in a catalog that has lost a column. */
export const shorterAnswers: Table = { ...answers, columns: { id, updated_at } }

/** Replaced as a whole. */
export const tags: Table = defineTable({
  ...common,
  source: 'tags',
  target: 'analytics.tags',
  columns: { id, name: col.text({ doc: 'Label.', nullable: true }) },
  load: { mode: 'replace' },
})

const masked: Transform<string, string> = {
  name: 'masked',
  doc: 'First bytes of the key, for tests.',
  masks: true,
  apply: (value, { maskKey }) => `${maskKey.toString('hex', 0, 2)}-${value.length}`,
}

/** Has a column that is masked. */
export const people: Table = defineTable({
  ...common,
  source: 'people',
  target: 'analytics.people',
  columns: { id, email: col.text({ doc: 'Masked.', pii: true, using: masked }) },
  load: { mode: 'replace' },
})

/** Looked up by `jobs`. */
export const companies = defineTable({
  ...common,
  source: 'companies',
  target: 'analytics.companies',
  columns: { id, plan: col.text({ doc: 'Of the company.' }) },
  load: { mode: 'replace' },
})

/** Looks up the plan of its company. */
export const jobs: Table = defineTable({
  ...common,
  source: 'jobs',
  target: 'analytics.jobs',
  columns: {
    id,
    updated_at,
    plan: col.text({
      doc: 'Of the company.',
      nullable: true,
      from: lookup(companies, { by: 'id', take: 'plan', missing: 'null' }),
    }),
  },
  load: { mode: 'merge', cursor: 'updated_at', overlapSeconds: 600 },
  lookups: { onChange: 'reread', atMostRows: 1000 },
})

/** `jobs` as MySQL has it: without the column that is looked up. */
export const jobsInMysql: Table = { ...jobs, columns: { id, updated_at } }

/** Made of answers. */
export const summary: Model = defineModel({
  target: 'analytics.summary',
  doc: 'One row per note.',
  owner: 'tests',
  columns: { id, note: col.text({ doc: 'What was said.' }) },
  primaryKey: ['id'],
  inputs: [answers],
  sql: 'select id, note from analytics.answers',
  load: { mode: 'replace' },
})
