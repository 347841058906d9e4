import { countSetAside } from '../control/set-aside.ts'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { NO_COUNTS } from '@hourglass/contracts/steps'
import type { PublishAnswer } from '@hourglass/contracts/target/publishing'
import { judge } from './fence.ts'
import { record } from '../control/ledger.ts'
import type { Transaction } from '../connection/transaction.ts'

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
  await record(tx, table, verdict.state, { extract, window, rowsRead: 0, rowsQuarantined: 0, counts: NO_COUNTS })
  const setAside = await countSetAside(tx, table)
  return { result: 'published', counts: NO_COUNTS, ...(setAside === 0 ? {} : { setAside }) }
}
