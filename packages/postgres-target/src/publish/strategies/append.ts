import { quoteTarget } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { Transaction } from '../../connection/transaction.ts'
import { setAsideConflicts } from '../../control/set-aside.ts'
import { columnList, sameKey, stagingTable } from '../../schema/identifiers.ts'
import { cursorOf } from '../merge.ts'
import { type PublishStrategy, removeNothing } from './strategy.ts'

const CONFLICT = 'the key is live with other content, and this table is only appended to'

/** Inserts rows whose key is absent; a live row never changes. Equal rows are unchanged, others are set aside. */
export const appendStrategy: PublishStrategy = {
  prepare: async () => removeNothing,
  async write(tx, { table, staging, run }, watermark) {
    const quarantined = await setAsideConflicts(tx, table, staging, run, CONFLICT)
    const counts = await insertAbsent(tx, table, staging, watermark)
    return {
      inserted: Number(counts.rows),
      updated: 0,
      quarantined,
      late: Number(counts.late),
      latestLateSeconds: Number(counts.seconds),
    }
  },
}

function insertAbsent(tx: Transaction, table: TargetTable, staging: string, watermark: string | null) {
  const columns = Object.keys(table.columns)
  const live = quoteTarget(table.target)
  return tx.row<Record<'rows' | 'late' | 'seconds', string>>(
    `with written as (
      insert into ${live} as t (${columnList(columns)})
      select ${columnList(columns, 's.')} from ${stagingTable(staging)} as s
      where not exists (select from ${live} as l where ${sameKey(table, 'l', 's')})
      returning ${cursorOf(table)} as at
    )
    select
      count(*) as rows,
      count(*) filter (where at < $1::timestamp(6)) as late,
      coalesce(extract(epoch from $1::timestamp(6) - min(at) filter (where at < $1::timestamp(6))), 0) as seconds
    from written`,
    [watermark],
  )
}
