import type { TargetTable } from '@hourglass/catalog-kit/table'
import { MassDeleteRefusedError, TargetTableChangedError } from '@hourglass/contracts/errors'
import type { PublishCounts } from '@hourglass/contracts/steps'
import type { PublishRequest, PublishWay } from '@hourglass/contracts/target/publishing'
import { cursorOf, keyOf, keyTexts, type LiveRow, sameRow, secondsBetween } from './live-rows.ts'

/** What a way of publishing does. */
interface Way {
  /** Live rows that are not staged: they stay, go after the source was asked, or go. */
  readonly unstaged: 'stay' | 'ask' | 'go'
  /** Staged rows whose key is live with other content: they are written, or set aside. */
  readonly differing: 'written' | 'set aside'
}

export const WAYS: Readonly<Record<PublishWay, Way>> = {
  merge: { unstaged: 'stay', differing: 'written' },
  replace: { unstaged: 'ask', differing: 'written' },
  rebuild: { unstaged: 'go', differing: 'written' },
  append: { unstaged: 'stay', differing: 'set aside' },
}

/** Most deletes that need no permission: a share of the table, and a number below which the share does not count. */
const MOST_SHARE = 0.3
const MOST_ROWS = 10

/** The tables that readers see. */
export class LiveTables {
  readonly #tables = new Map<string, { readonly types: string; rows: Map<string, LiveRow> }>()

  ensure(table: TargetTable): void {
    const types = JSON.stringify(Object.entries(table.columns).map(([name, { kind }]) => [name, kind.postgresType]))
    const live = this.#tables.get(table.target)
    if (!live) this.#tables.set(table.target, { types, rows: new Map() })
    else if (live.types !== types) throw new TargetTableChangedError(`table "${table.target}" is not what it was`)
  }

  rows(target: string): readonly LiveRow[] {
    return [...(this.#tables.get(target)?.rows.values() ?? [])]
  }

  /** Live rows that a publish of these staged rows would delete. @throws MassDeleteRefusedError */
  unstaged({ table, way, allowMassDelete }: PublishRequest, staged: readonly LiveRow[]): readonly LiveRow[] {
    if (WAYS[way].unstaged === 'stay') return []
    const live = this.rows(table.target)
    const keys = new Set(staged.map((row) => keyOf(table, row)))
    const gone = live.filter((row) => !keys.has(keyOf(table, row)))
    const tooMany = gone.length > MOST_ROWS && gone.length > live.length * MOST_SHARE
    if (allowMassDelete || (!tooMany && (staged.length > 0 || live.length === 0))) return gone
    throw new MassDeleteRefusedError(`table "${table.target}": ${gone.length} of ${live.length} rows would be deleted`)
  }

  /** Deletes, then writes what is new or differs. Gives the counts. */
  write(
    { table, way }: Pick<PublishRequest, 'table' | 'way'>,
    staged: readonly LiveRow[],
    gone: readonly LiveRow[],
    watermark: string | null,
  ): PublishCounts {
    const before = this.#tables.get(table.target)?.rows ?? new Map<string, LiveRow>()
    const rows = new Map(before)
    for (const row of gone) rows.delete(keyOf(table, row))
    const latest = latestByKey(table, staged)
    const differing = [...latest].filter(([key, row]) => !sameRow(rows.get(key) ?? {}, row))
    const written = WAYS[way].differing === 'written' ? differing : differing.filter(([key]) => !rows.has(key))
    const inserted = written.filter(([key]) => !rows.has(key)).length
    for (const [key, row] of written) rows.set(key, row)
    const table_ = this.#tables.get(table.target)
    if (table_) table_.rows = rows
    const late = watermark === null ? [] : written.flatMap(([, row]) => lateCursor(table, row, watermark))
    return {
      staged: staged.length,
      inserted,
      updated: written.length - inserted,
      unchanged: latest.size - differing.length,
      deduplicated: staged.length - latest.size,
      quarantined: differing.length - written.length,
      deleted: gone.length,
      late: late.length,
      latestLateSeconds: watermark === null || late.length === 0 ? 0 : secondsBetween(late.sort()[0] ?? '', watermark),
    }
  }
}

/** One row per key: the one with the latest cursor, else the greater text. */
function latestByKey(table: TargetTable, staged: readonly LiveRow[]): Map<string, LiveRow> {
  const latest = new Map<string, LiveRow>()
  const rank = (row: LiveRow) => `${cursorOf(table, row) ?? ''} ${JSON.stringify(row)}`
  for (const row of staged) {
    const known = latest.get(keyOf(table, row))
    if (!known || rank(row) > rank(known)) latest.set(keyOf(table, row), row)
  }
  return latest
}

function lateCursor(table: TargetTable, row: LiveRow, watermark: string): readonly string[] {
  const cursor = cursorOf(table, row)
  return cursor !== null && cursor < watermark ? [cursor] : []
}

/** Of the rows, those that the answer does not name. */
export function stillGone(
  table: TargetTable,
  rows: readonly LiveRow[],
  still: readonly (readonly string[])[],
): readonly LiveRow[] {
  const there = new Set(still.map((key) => JSON.stringify(key)))
  return rows.filter((row) => !there.has(JSON.stringify(keyTexts(table, row))))
}
