import type { Selectable } from 'kysely'
import { col } from '../column/col.ts'
import type { SourceDatabase, TargetDatabase } from './database-types.ts'
import { defineTable } from './define-table.ts'
import { tinyintUnsigned } from '../kinds/tinyint-unsigned.ts'
import type { Column, Table } from './table.ts'
import type { Transform } from '../column/transform.ts'
import type { Equal } from './type-equality.ts'

/*
 * What the compiler accepts and refuses in a table file. Checked by `pnpm typecheck`: an expected error that does not
 * come is an error itself.
 */

declare const lower: Transform<string, string>
declare const emptyToNull: Transform<string, string | null>
declare const double: Transform<number, number>
declare const grade: Transform<number, string>
declare const onlyYes: Transform<'yes', string>

const columns = {
  id: col.bigintUnsigned({ doc: 'Key.' }),
  score: col.decimal({ doc: 'Score.', precision: 5, scale: 2, nullable: true }),
  state: col.enum({ doc: 'State.', values: ['open', 'closed'] }),
  is_test: col.bool({ doc: 'Sent by ourselves.', from: 'test' }),
  ratio: col.double({ doc: 'No key.' }),
  comment: col.text({ doc: 'Free text.', nullable: true, using: emptyToNull }),
  grade: col.text({ doc: 'Derived from rating.', from: 'rating', reads: tinyintUnsigned, using: grade }),
  updated_at: col.timestamptz({ doc: 'Cursor.' }),
}

const base = {
  source: 'reviews',
  target: 'analytics.reviews',
  doc: 'One row per review.',
  owner: 'feedback',
  columns,
} as const

// Columns written in place, as table files do: the compiler must not take their types from what `columns` may be.
const reviews = defineTable({
  ...base,
  columns: {
    id: col.bigintUnsigned({ doc: 'Key.' }),
    score: col.decimal({ doc: 'Score.', precision: 5, scale: 2, nullable: true }),
    state: col.enum({ doc: 'State.', values: ['open', 'closed'] }),
    is_test: col.bool({ doc: 'Sent by ourselves.', from: 'test' }),
    ratio: col.double({ doc: 'No key.' }),
    comment: col.text({ doc: 'Free text.', nullable: true, using: emptyToNull }),
    grade: col.text({ doc: 'Derived from rating.', from: 'rating', reads: tinyintUnsigned, using: grade }),
    updated_at: col.timestamptz({ doc: 'Cursor.' }),
  },
  primaryKey: ['id'],
  split: { by: 'id', rows: 10_000 },
  load: { mode: 'merge', cursor: 'updated_at' },
})

export const isTable: Equal<typeof reviews extends Table ? true : false, true> = true

export const sourceRow: Equal<
  Selectable<SourceDatabase<typeof reviews>['reviews']>,
  {
    id: string
    score: string | null
    state: 'open' | 'closed' | ''
    test: number | Buffer
    ratio: number
    comment: string | null
    rating: number
    updated_at: string
  }
> = true

export const targetRow: Equal<
  TargetDatabase<typeof reviews>['analytics.reviews'],
  {
    readonly id: string
    readonly score: string | null
    readonly state: 'open' | 'closed' | ''
    readonly is_test: boolean
    readonly ratio: number
    readonly comment: string | null
    readonly grade: string
    readonly updated_at: Date
  }
> = true

/** A column of a kind's values fits wherever any column is taken. */
export const anyColumn: readonly Column[] = Object.values(columns)

const rest = { ...base, primaryKey: ['id'], load: { mode: 'replace' } } as const

export const refused = [
  // @ts-expect-error an empty key
  defineTable({ ...rest, primaryKey: [] }),
  // @ts-expect-error a key that is not a column
  defineTable({ ...rest, primaryKey: ['key'] }),
  // @ts-expect-error a key that may be NULL
  defineTable({ ...rest, primaryKey: ['score'] }),
  // @ts-expect-error a key without exact order
  defineTable({ ...rest, primaryKey: ['ratio'] }),
  // @ts-expect-error a second key column that may be NULL
  defineTable({ ...rest, primaryKey: ['id', 'score'] }),
  // @ts-expect-error a split that may be NULL
  defineTable({ ...rest, split: { by: 'comment' } }),
  // @ts-expect-error a split without exact order
  defineTable({ ...rest, split: { by: 'state' } }),
  // @ts-expect-error a merge without a cursor
  defineTable({ ...rest, load: { mode: 'merge' } }),
  // @ts-expect-error a cursor that is not a column
  defineTable({ ...rest, load: { mode: 'merge', cursor: 'changed_at' } }),
  // @ts-expect-error a cursor without a time of day
  defineTable({ ...rest, load: { mode: 'merge', cursor: 'id' } }),
  // @ts-expect-error a cursor for a full refresh
  defineTable({ ...rest, load: { mode: 'replace', cursor: 'updated_at' } }),
  // @ts-expect-error an unknown load mode
  defineTable({ ...rest, load: { mode: 'upsert' } }),
  // @ts-expect-error a target without a schema
  defineTable({ ...rest, target: 'reviews' }),
  // @ts-expect-error a misspelt field
  defineTable({ ...rest, ownr: 'feedback' }),
  // @ts-expect-error no owner
  defineTable({ source: 'a', target: 'b.a', doc: 'A.', columns, primaryKey: ['id'], load: { mode: 'replace' } }),
  // @ts-expect-error no doc
  col.text({}),
  // @ts-expect-error a misspelt option
  col.text({ doc: 'Text.', nulable: true }),
  // @ts-expect-error a decimal without its scale
  col.decimal({ doc: 'Price.', precision: 10 }),
  // @ts-expect-error an enum without values
  col.enum({ doc: 'State.' }),
  // @ts-expect-error a kind that is not there
  col.varchar({ doc: 'Name.' }),
  // @ts-expect-error a transform that may give NULL in a column that holds none
  col.text({ doc: 'Text.', using: emptyToNull }),
  // @ts-expect-error a transform of numbers on text
  col.text({ doc: 'Text.', using: double }),
  // @ts-expect-error a transform that takes less than the kind gives
  col.text({ doc: 'Text.', using: onlyYes }),
  // @ts-expect-error a transform that gives another type than the kind's
  col.tinyint({ doc: 'Grade.', using: grade }),
  // @ts-expect-error a transform that does not take what `reads` gives
  col.text({ doc: 'Grade.', reads: tinyintUnsigned, using: lower }),
]

const appended = {
  source: 'events',
  target: 'sales.events',
  doc: 'x',
  owner: 'x',
  columns: {
    id: col.bigint({ doc: 'x' }),
    at: col.timestamp({ doc: 'x' }),
    seen: col.timestamp({ doc: 'x', nullable: true }),
  },
  primaryKey: ['id'],
} as const
defineTable({ ...appended, load: { mode: 'append', cursor: 'at', overlapSeconds: 60 } })
// @ts-expect-error an append needs a cursor
defineTable({ ...appended, load: { mode: 'append' } })
// @ts-expect-error a cursor is never NULL
defineTable({ ...appended, load: { mode: 'append', cursor: 'seen' } })
