import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { PublishAnswer } from '@hourglass/contracts/target/publishing'
import type { Extract, HeldState } from './extract.ts'
import { sql } from '../generated/sql.ts'
import { findPublished } from '../control/ledger.ts'
import { whySuperseded } from './superseded.ts'
import type { Transaction } from '../connection/transaction.ts'

export type Verdict =
  | { readonly go: true; readonly state: HeldState }
  /** Already answered: published by this very run (edge case 7), or superseded. */
  | { readonly go: false; readonly answer: PublishAnswer }

/** Locks the table's state row, then decides whether this extract may be published (invariant I4). */
export async function judge(tx: Transaction, table: TargetTable, extract: Extract): Promise<Verdict> {
  await tx.run(sql.makeState, [table.target])
  const row = await tx.row<{ watermark: string | null; fence: string }>(sql.lockState, [table.target])
  const state = { watermark: row.watermark, publishedFence: Number(row.fence) }
  const published = await findPublished(tx, table, extract)
  if (published !== null) return { go: false, answer: { result: 'published', counts: published } }
  const reason = whySuperseded(state, extract)
  return reason === null ? { go: true, state } : { go: false, answer: { result: 'superseded', reason } }
}
