import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { LookupFingerprints } from '@hourglass/contracts/lookup-refs'
import type { PublishCounts, TableWindow } from '@hourglass/contracts/steps'
import type { Extract, HeldState } from '../publish/extract.ts'
import { sql } from '../generated/sql.ts'
import { checkCounts } from './count-checks.ts'
import type { Transaction } from '../connection/transaction.ts'

type StoredCounts = Readonly<
  Record<'staged' | 'inserted' | 'updated' | 'unchanged' | 'deduplicated' | 'quarantined' | 'deleted' | 'late', string>
> & { readonly run: string; readonly mode: string; readonly latest_late_seconds: number }

/** Counts of the publish that this extract already had; null when it had none. */
export async function findPublished(
  tx: Transaction,
  table: TargetTable,
  extract: Extract,
): Promise<PublishCounts | null> {
  const [found] = await tx.rows<StoredCounts>(sql.findPublish, [table.target, extract.fence])
  if (found === undefined || found.run !== extract.run || found.mode !== extract.way) return null
  return {
    staged: Number(found.staged),
    inserted: Number(found.inserted),
    updated: Number(found.updated),
    unchanged: Number(found.unchanged),
    deduplicated: Number(found.deduplicated),
    quarantined: Number(found.quarantined),
    deleted: Number(found.deleted),
    late: Number(found.late),
    latestLateSeconds: found.latest_late_seconds,
  }
}

/** What a publish did, for the ledger. */
export interface Done {
  readonly extract: Extract
  readonly window: TableWindow
  readonly rowsRead: number
  readonly rowsQuarantined: number
  readonly counts: PublishCounts
  /** What was looked up for all rows of the table; absent when only a window was read, or nothing is looked up. */
  readonly lookups?: LookupFingerprints
}

/**
 * Writes ledger row, watermark and fence; in the transaction that wrote the rows, so that all count or none (edge 6).
 *
 * @throws ConservationError when the counts of invariant I2 do not add up
 */
export async function record(tx: Transaction, table: TargetTable, state: HeldState, done: Done): Promise<void> {
  const { extract, window, counts } = done
  checkCounts(table, extract.run, counts)
  await tx.run(sql.recordPublish, [
    table.target,
    extract.fence,
    extract.run,
    extract.way,
    window.lower,
    window.bound,
    state.watermark,
    done.rowsRead,
    done.rowsQuarantined,
    counts.staged,
    counts.inserted,
    counts.updated,
    counts.unchanged,
    counts.deduplicated,
    counts.deleted,
    counts.late,
    counts.latestLateSeconds,
    counts.quarantined,
  ])
  const lookups = done.lookups === undefined ? null : JSON.stringify(done.lookups)
  await tx.run(sql.moveState, [table.target, window.bound, extract.fence, lookups])
}
