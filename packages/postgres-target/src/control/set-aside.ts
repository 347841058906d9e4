import type { SetAsideRow } from '@hourglass/contracts/shortfalls'
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

/** Rows that one statement takes to the ledger. */
const BATCH = 1_000

/** Writes the rows that the extract set aside. `stale` is what the live table says of their keys, as exact texts. */
export async function setAsideExtracted(
  tx: Transaction,
  table: TargetTable,
  run: string,
  rows: readonly SetAsideRow[],
): Promise<void> {
  for (let first = 0; first < rows.length; first += BATCH) {
    const batch = rows.slice(first, first + BATCH).map((row) => ({ ...row, key: row.key.map(storable) }))
    await tx.run(
      `insert into hourglass.set_aside as a
        (target, key_hash, key, column_name, reason, stale, object, first_run, last_run)
      select distinct on (g.key) $1, ${hashOf('g.key')}, g.key, g.column_name, g.reason,
        exists (select from ${quoteTarget(table.target)} as l where ${keyTexts(table, 'l')} = g.key),
        g.object, $2, $2
      from (
        select array(select jsonb_array_elements_text(row -> 'key')) as key,
          row ->> 'column' as column_name, row ->> 'reason' as reason, row ->> 'object' as object
        from jsonb_array_elements($3::jsonb) as row
      ) as g
      on conflict (target, key_hash) do update
      set column_name = excluded.column_name, reason = excluded.reason, stale = excluded.stale,
        object = excluded.object, last_run = excluded.last_run, last_seen = clock_timestamp()`,
      [table.target, run, JSON.stringify(batch)],
    )
  }
}

/** Postgres' text holds no NUL: a key with one is kept as its escape. */
function storable(text: string): string {
  return text.replaceAll('\0', '\\0')
}

/** Rows of the table that stand in the ledger. */
export async function countSetAside(tx: Transaction, table: TargetTable): Promise<number> {
  const { rows } = await tx.row<{ rows: string }>(
    'select count(*) as rows from hourglass.set_aside where target = $1',
    [table.target],
  )
  return Number(rows)
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
