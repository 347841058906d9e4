import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { lookup } from '@hourglass/catalog-kit/lookup'
import type { Table } from '@hourglass/catalog-kit/table'
import type { LookupRef } from '@hourglass/contracts/lookup-refs'
import type { TableWindow } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { reEnrichment } from './re-enrichment.ts'

const doc = 'Test.'
const companies = defineTable({
  source: 'companies',
  target: 'analytics.companies',
  doc,
  owner: 'tests',
  columns: { id: col.int({ doc }), plan: col.text({ doc }) },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})
const jobs: Table = defineTable({
  source: 'jobs',
  target: 'analytics.jobs',
  doc,
  owner: 'tests',
  columns: {
    id: col.int({ doc }),
    updated_at: col.timestamptz({ doc }),
    plan: col.text({ doc, nullable: true, from: lookup(companies, { by: 'id', take: 'plan', missing: 'null' }) }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
  lookups: { onChange: 'reread', atMostRows: 1000 },
})
const keeping: Table = { ...jobs, lookups: { onChange: 'keep' } }

const WINDOW: TableWindow = { lower: '2026-11-23 08:50:00.000000', bound: '2026-11-23 10:00:00.000000' }
const ref: LookupRef = {
  table: companies.target,
  key: 'k',
  sha256: 's',
  fingerprint: 'new',
  rows: 1,
  leftOut: 0,
  bytes: 1,
}

test('nothing happens while looked-up tables are as they were, or when everything is read anyway', () => {
  const asPlanned = { window: WINDOW, reread: false, notes: [] }
  expect(reEnrichment(jobs, WINDOW, [ref], { [ref.table]: 'new' }, 10)).toEqual(asPlanned)
  const everything = { ...WINDOW, lower: null }
  expect(reEnrichment(jobs, everything, [ref], { [ref.table]: 'old' }, 10)).toEqual({
    ...asPlanned,
    window: everything,
  })
})

test('a changed table has all rows read again, and the report says why', () => {
  expect(reEnrichment(jobs, WINDOW, [ref], { [ref.table]: 'old' }, 1000)).toEqual({
    window: { lower: null, bound: WINDOW.bound },
    reread: true,
    notes: ['analytics.companies has changed: all rows were read again, so that older ones get its values too'],
  })
  expect(reEnrichment(jobs, WINDOW, [ref], null, 0).notes[0]).toContain('analytics.companies was not looked up before')
})

test('a table above its limit goes on with its window; the report names the command', () => {
  const { window, reread, notes } = reEnrichment(jobs, WINDOW, [ref], { [ref.table]: 'old' }, 1001)
  expect([window, reread]).toEqual([WINDOW, false])
  expect(notes).toEqual([
    'analytics.companies has changed: looked-up values of rows outside the window are out of date, because the table has ' +
      'about 1,001 rows and lookups.atMostRows is 1,000; bring them up to date with: ' +
      'pnpm hourglass run --table analytics.jobs --full',
  ])
})

test('a table that keeps its values says nothing; rows that could not be read are always told', () => {
  expect(reEnrichment(keeping, WINDOW, [ref], { [ref.table]: 'old' }, 5)).toEqual({
    window: WINDOW,
    reread: false,
    notes: [],
  })
  const { notes } = reEnrichment(keeping, WINDOW, [{ ...ref, leftOut: 3 }], null, 5)
  expect(notes).toEqual([expect.stringContaining('3 rows of analytics.companies could not be read')])
})
