import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { LookupFingerprints } from '@hourglass/contracts/lookup-refs'
import type { TableProgress } from '@hourglass/contracts/target/progress'
import { sql } from '../generated/sql.ts'
import type { Transaction } from '../connection/transaction.ts'

interface ProgressRow {
  readonly target: string
  readonly watermark: string | null
  readonly fence: string
  readonly rows: string | null
  readonly lookups: LookupFingerprints | null
}

/** Progress of each table by target name, of tables that were never published too. */
export async function progress(
  tx: Transaction,
  tables: readonly TargetTable[],
): Promise<ReadonlyMap<string, TableProgress>> {
  const rows = await tx.rows<ProgressRow>(sql.progress, [tables.map(({ target }) => target)])
  const known = new Map(rows.map((row) => [row.target, row]))
  return new Map(
    tables.map(({ target }) => {
      const row = known.get(target)
      const lastRows = row?.rows ?? null
      return [
        target,
        {
          watermark: row?.watermark ?? null,
          lastPublishedFence: Number(row?.fence ?? 0),
          lastRows: lastRows === null ? null : Number(lastRows),
          lookups: row?.lookups ?? null,
        },
      ]
    }),
  )
}

export async function maxConnections(tx: Transaction): Promise<number> {
  const { connections } = await tx.row<{ connections: number }>(sql.connectionLimit)
  return connections
}
