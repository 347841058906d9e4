import { countSetAside } from '../control/set-aside.ts'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { PublishCounts } from '@hourglass/contracts/steps'
import type { PublishAnswer } from '@hourglass/contracts/target/publishing'
import { judge } from './fence.ts'
import { record } from '../control/ledger.ts'
import type { Transaction } from '../connection/transaction.ts'

const NOTHING: PublishCounts = {
  staged: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  deduplicated: 0,
  quarantined: 0,
  deleted: 0,
  late: 0,
  latestLateSeconds: 0,
}

/** Publishes a window without rows: watermark, fence and a ledger row, under the rules of every publish. */
export async function advance(
  tx: Transaction,
  table: TargetTable,
  run: string,
  fence: number,
  window: { readonly lower: string | null; readonly bound: string | null },
): Promise<PublishAnswer> {
  const extract = { run, fence, lower: window.lower, way: 'advance' as const }
  const verdict = await judge(tx, table, extract)
  if (!verdict.go) return verdict.answer
  await record(tx, table, verdict.state, { extract, window, rowsRead: 0, rowsQuarantined: 0, counts: NOTHING })
  const setAside = await countSetAside(tx, table)
  return { result: 'published', counts: NOTHING, ...(setAside === 0 ? {} : { setAside }) }
}
