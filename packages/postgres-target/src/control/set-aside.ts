import { quotePostgres, quoteTarget } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { Transaction } from '../connection/transaction.ts'
import { differs } from '../publish/differs.ts'
import { sameKey, stagingTable } from '../schema/identifiers.ts'

/*
 * The standing ledger of rows that could not be published. An entry stays until its row arrives; then the publish that
 * brings it deletes the entry, in its own transaction.
 */

/** SQL of the exact key texts of a row, in the order of the primary key, as the source writes them. */
function keyTexts(table: TargetTable, alias: string): string {
  const texts = table.primaryKey.map((name) =>
    table.columns[name]?.kind.postgresKeyText(`${alias}.${quotePostgres(name)}`),
  )
  return `array[${texts.join(', ')}]::text[]`
}

const hashOf = (key: string) => `sha256(convert_to((${key})::text, 'UTF8'))`

/**
 * Sets staged rows aside whose key is live with other content, and gives their number.
 *
 * @param reason one sentence without values
 */
export async function setAsideConflicts(
  tx: Transaction,
  table: TargetTable,
  staging: string,
  run: string,
  reason: string,
): Promise<number> {
  const key = keyTexts(table, 's')
  return tx.run(
    `insert into hourglass.set_aside as a
      (target, key_hash, key, column_name, reason, stale, first_run, last_run)
    select $1, ${hashOf(key)}, ${key}, '', $2, true, $3, $3
    from ${stagingTable(staging)} as s
    join ${quoteTarget(table.target)} as l on ${sameKey(table, 'l', 's')}
    where ${differs(table, 'l', 's')}
    on conflict (target, key_hash) do update
    set reason = excluded.reason, stale = true, last_run = excluded.last_run, last_seen = clock_timestamp()`,
    [table.target, reason, run],
  )
}

/**
 * Deletes the entries of rows that have arrived: staged, and now live as they were staged. After a publish of all rows
 * also those of rows that this run has not set aside again: they are gone at the source, or mended.
 */
export async function clearArrived(
  tx: Transaction,
  table: TargetTable,
  staging: string,
  run: string,
  allRows: boolean,
): Promise<void> {
  const { some } = await tx.row<{ some: boolean }>(
    'select exists (select from hourglass.set_aside where target = $1) as some',
    [table.target],
  )
  if (!some) return
  await tx.run(
    `delete from hourglass.set_aside as a
    using ${stagingTable(staging)} as s
    join ${quoteTarget(table.target)} as l on ${sameKey(table, 'l', 's')}
    where a.target = $1 and a.key_hash = ${hashOf(keyTexts(table, 's'))} and not ${differs(table, 'l', 's')}`,
    [table.target],
  )
  if (allRows) {
    await tx.run('delete from hourglass.set_aside where target = $1 and last_run <> $2', [table.target, run])
  }
}
