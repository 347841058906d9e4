import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { copyField } from '@hourglass/catalog-kit/copy-text'
import { modeOf } from '@hourglass/catalog-kit/modes'
import type { Table, TargetTable } from '@hourglass/catalog-kit/table'
import type { Part, TableWindow } from '@hourglass/contracts/steps'
import type { PublishRequest } from '@hourglass/contracts/target/publishing'
import type { Target } from '@hourglass/contracts/target-port'

const common = {
  doc: 'One row per answer.',
  owner: 'tests',
  columns: {
    id: col.bigint({ doc: 'Key.' }),
    updated_at: col.timestamp({ doc: 'Cursor, UTC.' }),
    note: col.text({ doc: 'What.', nullable: true }),
  },
  primaryKey: ['id'],
} as const

/** Merged by its cursor. */
export const answers: Table = defineTable({
  ...common,
  source: 'answers',
  target: 'analytics.answers',
  load: { mode: 'merge', cursor: 'updated_at' },
})

/** Replaced as a whole. */
export const settings: Table = defineTable({
  ...common,
  source: 'settings',
  target: 'analytics.settings',
  load: { mode: 'replace' },
})

/** Only appended to. */
export const events: Table = defineTable({
  ...common,
  source: 'events',
  target: 'analytics.events',
  load: { mode: 'append', cursor: 'updated_at' },
})

/** A row of any of the tables. */
export interface AnswerRow {
  readonly id: number
  readonly note?: string | null
  readonly at?: string
}

/** An extract as a test describes it. */
export interface Extract {
  readonly fence: number
  /** One list per part. */
  readonly parts: readonly (readonly AnswerRow[])[]
  readonly run?: string
  readonly window?: TableWindow
  readonly request?: Partial<PublishRequest>
  readonly manifest?: Partial<PublishRequest['manifest']>
}

export const TEN = '2026-11-23 10:00:00.000000'

export function partOf(run: string, index: number, rows: number): Part {
  return { key: `runs/${run}/parts/${index}`, rows, bytes: 0, rawBytes: 0, sha256: '', etag: '' }
}

async function* copyText(rows: readonly AnswerRow[]): AsyncGenerator<Buffer> {
  for (const { id, note = null, at = '2026-11-23 09:00:00.000000' } of rows) {
    yield Buffer.from(`${id}\t${at}\t${copyField(note)}\n`)
  }
}

export function loadPart(target: Target, table: TargetTable, staging: string, part: Part, rows: readonly AnswerRow[]) {
  return target.loadPart(table, staging, part, { bucket: 'b', key: part.key }, () => copyText(rows))
}

/** Live table, staging and every part: all that comes before a publish. */
export async function load(target: Target, table: TargetTable, extract: Extract): Promise<PublishRequest> {
  const { fence, parts, run = `run-${fence}` } = extract
  const staging = `staging_${fence}`
  await target.ensureTable(table)
  await target.prepareStaging(table, staging)
  for (const [index, rows] of parts.entries()) {
    await loadPart(target, table, staging, partOf(run, index, rows.length), rows)
  }
  const rows = parts.reduce((sum, part) => sum + part.length, 0)
  return {
    table,
    way: modeOf(table).name,
    run,
    staging,
    manifest: {
      run,
      table: table.target,
      fence,
      window: extract.window ?? { lower: null, bound: modeOf(table).window === null ? null : TEN },
      rowsRead: rows,
      rowsQuarantined: 0,
      rows,
      parts: parts.map((part, index) => partOf(run, index, part.length)),
      ...extract.manifest,
    },
    allowMassDelete: false,
    recheck: async () => [],
    ...extract.request,
  }
}

/** Loads and publishes. */
export async function publishRows(target: Target, table: TargetTable, extract: Extract) {
  return target.publish(await load(target, table, extract))
}
