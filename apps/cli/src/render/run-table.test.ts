import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { runTable } from './run-table.ts'
import { done, failed, running, skipped, unchanged, waiting } from './sample-progress.ts'

const TABLES = [
  done('analytics.answers'),
  done('analytics.survey_responses', { rowsQuarantined: 3, rowsRead: 1 }),
  failed('sales.orders', 'SourceTableChangedError', ''),
  running('analytics.surveys', 'Extract'),
  waiting('analytics.tags'),
  skipped('analytics.companies'),
  skipped('analytics.jobs'),
  unchanged('analytics.industries'),
]

const draw = (width: number, tables = TABLES) => stripVTControlCharacters(runTable(tables, width))

test('figures line up, and what did not change shares a line', () => {
  expect(draw(120)).toMatchInlineSnapshot(`
    "table             chunks     read      new  changed  deleted       S3   time  result
    answers                5  140,001  140,001        0        0  2.15 MB  10.5s  published
    survey_responses       5        1  140,001        0        0  2.15 MB  10.5s  incomplete, 3 rows set aside
    sales.orders           –        –        –        –        –        –      –  SourceTableChangedError in PlanTable
    surveys                –        –        –        –        –        –      –  Extract
    tags                   –        –        –        –        –        –      –  waiting
    2 nothing new: companies, jobs
    1 read and found unchanged: industries"
  `)
})

test.for([120, 80, 60])('fits %d columns', (width) => {
  const widest = Math.max(
    ...draw(width)
      .split('\n')
      .map((line) => stringWidth(line)),
  )
  expect(widest).toBeLessThanOrEqual(width)
})

test('a narrow table keeps names, rows and results', () => {
  const [head] = draw(80).split('\n')
  for (const column of ['table', 'read', 'new', 'result']) expect(head).toContain(column)
  expect(draw(80)).toContain('SourceTableChangedError')
})

test('without a terminal nothing is left out', () => {
  expect(draw(Number.POSITIVE_INFINITY).split('\n')[0]).toContain('rows/s')
})

test('only skipped tables: no empty head', () => {
  expect(draw(80, [skipped('analytics.jobs')])).toBe('1 nothing new: jobs')
})

test('one table by itself has its row, changed or not: that is what a retry shows', () => {
  expect(draw(120, [unchanged('analytics.tags')])).toContain('unchanged')
})

test('models come with the rows that they made; they have neither chunks nor parts', () => {
  const model = { ...done('analytics.company_summary', { mode: 'model replace' }), lane: 'model' as const }
  const [, line] = draw(Number.POSITIVE_INFINITY, [model]).split('\n')
  expect(line).toMatch(/^company_summary +model replace +– +140,001 +140,001 +0 +0 +– /)
  const quiet = { ...unchanged('analytics.company_summary'), lane: 'model' as const }
  expect(draw(80, [quiet, model])).toContain('1 built and found unchanged: company_summary')
})

test('rows kept aside are never hidden in a group', () => {
  const counts = unchanged('analytics.tags').outcome?.counts ?? null
  const text = draw(120, [done('analytics.tags', { counts, rowsQuarantined: 2 })])
  expect(text).toContain('incomplete, 2 rows set aside')
})

test('notes stand below the table, in lines that fit', () => {
  const note = 'analytics.companies has changed: bring older rows up to date with: pnpm hourglass run --table x --full'
  const quiet = skipped('analytics.jobs')
  const noted = { ...quiet, outcome: quiet.outcome && { ...quiet.outcome, notes: [note] } }
  expect(draw(60, [noted])).toBe(
    [
      '1 nothing new: jobs',
      'jobs: analytics.companies has changed: bring older rows up',
      '  to date with: pnpm hourglass run --table x --full',
    ].join('\n'),
  )
})
