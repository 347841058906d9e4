import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import type { Table } from '@hourglass/catalog-kit/table'

const columns = {
  id: col.bigint({ doc: 'Assigned by MySQL.' }),
  updated_at: col.timestamp({ doc: 'When the row changed, UTC.' }),
  score: col.decimal({ doc: 'One to ten.', precision: 4, scale: 2, nullable: true }),
  body: col.json({ doc: 'What was answered.', nullable: true }),
  note: col.text({ doc: "The candidate's own words.", nullable: true }),
} as const

/** Merged by its cursor. */
export const answers: Table = defineTable({
  source: 'answers',
  target: 'analytics.answers',
  doc: 'One row per answer.',
  owner: 'insights',
  columns,
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at', overlapSeconds: 600 },
})

/** The same rows, fully replaced each time. */
export const settings: Table = defineTable({
  source: 'settings',
  target: 'analytics.settings',
  doc: 'One row per setting.',
  owner: 'insights',
  columns,
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

/** A row of either table. */
export interface Row {
  readonly id: number
  readonly at?: string
  readonly score?: string | null
  readonly body?: string | null
  readonly note?: string | null
}

const DEFAULT_AT = '2026-11-23 09:00:00.000000'

/** Rows as COPY text. */
export function copyText(rows: readonly Row[]): Buffer {
  const field = (value: string | null | undefined) =>
    value === null || value === undefined
      ? '\\N'
      : value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  const lines = rows.map(({ id, at, score, body, note }) =>
    [String(id), field(at ?? DEFAULT_AT), field(score), field(body), field(note)].join('\t'),
  )
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** `count` rows with keys from 1 on. */
export function manyRows(count: number, note = 'same'): Row[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, note }))
}
