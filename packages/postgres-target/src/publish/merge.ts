import { quotePostgres, quoteTarget } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { modeOf } from '@hourglass/catalog-kit/modes'
import { TargetBusyError } from '@hourglass/contracts/errors'
import { present } from '@hourglass/core/errors'
import type { PublishRequest } from '@hourglass/contracts/target/publishing'
import { differs } from './differs.ts'
import type { Written } from './strategies/strategy.ts'
import { columnList, sameKey, stagingTable } from '../schema/identifiers.ts'
import type { Transaction } from '../connection/transaction.ts'

/**
 * Writes staged rows that are new or differ; every other live row keeps its version (edge case 136).
 * Staging must hold each key once.
 *
 * @param watermark the table's watermark before this publish: rows written with a cursor below it are late
 * @throws TargetBusyError when somebody else wrote the same rows meanwhile
 */
export async function merge(
  tx: Transaction,
  { table, staging }: Pick<PublishRequest, 'table' | 'staging'>,
  watermark: string | null,
): Promise<Written> {
  const { empty } = await tx.row<{ empty: boolean }>(
    `select not exists (select from ${quoteTarget(table.target)}) as empty`,
  )
  const counts = await tx.row<Record<'written' | 'fresh' | 'late' | 'seconds', string>>(
    empty
      ? mergeSql(insertSql(table, staging), 'total.rows')
      : mergeSql(upsertSql(table, staging), freshSql(table, staging)),
    [watermark],
  )
  const written = Number(counts.written)
  const inserted = Number(counts.fresh)
  if (written < inserted) {
    throw new TargetBusyError(
      `table "${table.target}": ${inserted} rows are new but only ${written} were written: somebody else wrote to it during the ` +
        'publish, or a trigger keeps rows out; nothing was changed',
    )
  }
  return {
    inserted,
    updated: written - inserted,
    quarantined: 0,
    late: Number(counts.late),
    latestLateSeconds: Number(counts.seconds),
  }
}

/**
 * `write` and the counts in one statement, so that both see the same rows: those from before it. Not `xmax = 0` for
 * telling inserts from updates: that is undocumented and fails on a partitioned table.
 */
function mergeSql(write: string, fresh: string): string {
  return `with written as (${write}),
    late as (select count(*) as rows, min(at) as first from written where at < $1::timestamp(6)),
    total as (select count(*) as rows from written)
    select
      total.rows as written,
      case when total.rows = 0 then 0 else (${fresh}) end as fresh,
      late.rows as late,
      coalesce(extract(epoch from $1::timestamp(6) - late.first), 0) as seconds
    from total, late`
}

/** Number of staged rows whose key is not live. */
function freshSql(table: TargetTable, staging: string): string {
  return `select count(*) from ${stagingTable(staging)} as s
    where not exists (select from ${quoteTarget(table.target)} as l where ${sameKey(table, 'l', 's')})`
}

/** Into an empty table: without the probing of ON CONFLICT, half the time. */
function insertSql(table: TargetTable, staging: string): string {
  const columns = Object.keys(table.columns)
  return `insert into ${quoteTarget(table.target)} as t (${columnList(columns)})
    select ${columnList(columns, 's.')} from ${stagingTable(staging)} as s
    returning ${cursorOf(table)} as at`
}

/**
 * Joins first, so that rows that do not differ are never locked: ON CONFLICT alone locks, and so rewrites the page of,
 * every row it meets. It stays as the second defence, for a row that somebody inserts between snapshot and write.
 */
function upsertSql(table: TargetTable, staging: string): string {
  const columns = Object.keys(table.columns)
  const [firstKey] = table.primaryKey
  return `insert into ${quoteTarget(table.target)} as t (${columnList(columns)})
    select ${columnList(columns, 's.')}
    from ${stagingTable(staging)} as s
    left join ${quoteTarget(table.target)} as l on ${sameKey(table, 'l', 's')}
    where l.${quotePostgres(present(firstKey, `the primary key of ${table.target}`))} is null or ${differs(table, 'l', 's')}
    on conflict (${columnList(table.primaryKey)}) do update
    set (${columnList(columns)}) = row(${columnList(columns, 'excluded.')})
    where ${differs(table, 't', 'excluded')}
    returning ${cursorOf(table)} as at`
}

/** UTC, because the session is; null for a table without a cursor. */
export function cursorOf(table: TargetTable): string {
  const { window } = modeOf(table)
  return window === null ? 'null::timestamp(6)' : `t.${quotePostgres(window.cursor)}::timestamp(6)`
}
