import type { ChunkRecord, ChunksPlan } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { seal } from './stage.ts'

const plan: ChunksPlan = {
  run: 'run',
  table: 'analytics.answers',
  mode: 'incremental',
  fence: 7,
  window: { lower: '2026-11-23 08:00:00.000000', bound: '2026-11-23 09:00:00.000000' },
  schemaHash: 'abc',
  boundBy: 'the source clock',
  plannedAt: '2026-11-23T09:00:00.000Z',
  chunks: [
    { id: 'c00001', lower: null, upper: '10' },
    { id: 'c00002', lower: '10', upper: null },
  ],
}

const aside = (id: string) => ({ key: [id], column: 'born_on', reason: 'is no date', object: `quarantine/${id}` })

function record(index: number, changes: Partial<ChunkRecord> = {}): ChunkRecord {
  const chunk = plan.chunks[index]
  if (!chunk) throw new Error('no such chunk')
  const part = { key: `parts/${chunk.id}`, rows: 5, bytes: 50, rawBytes: 100, sha256: 'x', etag: 'y' }
  return {
    chunk,
    fence: 7,
    schemaHash: 'abc',
    attempt: 'a1',
    rowsRead: 6,
    rowsQuarantined: 1,
    parts: [part],
    quarantine: `quarantine/${chunk.id}`,
    setAside: [aside(chunk.id)],
    conversions: { 'born_on: zero-date-to-null': 2 },
    warnings: 1,
    startedAt: plan.plannedAt,
    finishedAt: plan.plannedAt,
    ...changes,
  }
}

test('adds up every chunk: rows, bytes, quarantine, conversions and warnings', () => {
  expect(seal(plan, [record(0), record(1)])).toMatchObject({
    fence: 7,
    chunks: 2,
    rowsRead: 12,
    rowsQuarantined: 2,
    rows: 10,
    bytes: 100,
    conversions: { 'born_on: zero-date-to-null': 4, 'MySQL warnings': 2 },
    parts: [{ key: 'parts/c00001' }, { key: 'parts/c00002' }],
    setAside: [aside('c00001'), aside('c00002')],
  })
})

test('a window without rows seals to a manifest without parts [case 25]', () => {
  const empty = { rowsRead: 0, rowsQuarantined: 0, setAside: [], parts: [], conversions: {}, warnings: 0 }
  expect(seal(plan, [record(0, empty), record(1, empty)])).toMatchObject({ rows: 0, parts: [], conversions: {} })
})

test('fails when a record belongs to another extract, or to another version of the table [case 98]', () => {
  expect(() => seal(plan, [record(0), record(1, { fence: 6 })])).toThrow('chunk c00002 belongs to another extract')
  expect(() => seal(plan, [record(0, { schemaHash: 'other' }), record(1)])).toThrow('chunk c00001')
})

test('fails when more rows are in quarantine than the ledger would know of', () => {
  const many = record(0, { rowsRead: 1505, rowsQuarantined: 1500 })
  expect(() => seal(plan, [many, record(1)])).toThrow(
    'table "analytics.answers" run run: 1501 rows are in quarantine, more than the ledger of rows set aside takes',
  )
})
