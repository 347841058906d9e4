import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { PublishAnswer } from '@hourglass/contracts/target/publishing'
import type { Extract, HeldState } from './extract.ts'
import { sql } from '../generated/sql.ts'
import { findPublished } from '../control/ledger.ts'
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

/**
 * Why an extract is too old or stands on ground that is gone; null when it may be published. Pure.
 * Watermarks are text of one width, so that text order is time order.
 */
export function whySuperseded({ watermark, publishedFence }: HeldState, { fence, lower }: Extract): string | null {
  if (fence <= publishedFence) {
    return `a later extract of this table is already published (fence ${publishedFence}, this one is ${fence})`
  }
  if (lower === null) return null
  if (watermark === null)
    return `this extract starts at ${lower}, but the table has no watermark: earlier rows are missing`
  if (lower > watermark) {
    return `this extract starts at ${lower}, after the watermark ${watermark}: the rows between are missing`
  }
  return null
}
