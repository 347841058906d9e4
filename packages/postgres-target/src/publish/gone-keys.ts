import { randomUUID } from 'node:crypto'
import { quotePostgres, quoteTarget } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { TargetBusyError, TargetWriteError } from '@hourglass/contracts/errors'
import type { PublishRequest } from '@hourglass/contracts/target/publishing'
import { DatabaseError } from 'pg'
import type { Connections } from '../connection/connections.ts'
import { findRelation } from '../schema/describe.ts'
import { columnList, goneName, goneTable, sameKey, STAGING_SCHEMA, stagingTable } from '../schema/identifiers.ts'
import type { Limits } from '../connection/limits.ts'
import { checkMassDelete } from './mass-delete.ts'
import type { Transaction } from '../connection/transaction.ts'

/*
 * `replace` deletes live rows that are not in staging. Each of them is asked for again at the source first: a key may
 * have come back since the extract (edge case 154). Asking takes as long as the source takes, so it happens outside
 * the publishing transaction, on a table of candidates:
 *
 *   1. collect   one transaction: verified staging against live -> candidates, guarded against mass deletes
 *   2. check     in batches, no lock held: each candidate is marked gone or still there
 *   3. delete    in the publishing transaction: candidates that are gone and still not staged
 *
 * What can change between 1 and 3: a publish with an older fence may insert rows, which 3 finds as rows that are
 * neither staged nor candidates, and a second invocation of this publish may collect anew, which 2 and 3 find as
 * candidates with another stamp. Both end as TargetBusyError; the retry collects again. A newer fence makes this publish
 * superseded.
 */

const BATCH = 1000

const NUMBER = '_hourglass_number'
const STILL_THERE = '_hourglass_still_there'
/** Which invocation collected the candidates: numbers mean nothing to another one. */
const STAMP = '_hourglass_stamp'

/**
 * Step 1. Staging must have been verified in this transaction. Gives the stamp of the candidates.
 *
 * @throws MassDeleteRefusedError
 */
export async function collectGone(tx: Transaction, request: PublishRequest): Promise<string> {
  const { table, staging } = request
  const gone = goneTable(staging)
  const key = columnList(table.primaryKey, 'l.')
  const stamp = randomUUID()
  await tx.script(`drop table if exists ${gone}`)
  const candidates = await tx.run(
    `create unlogged table ${gone} with (autovacuum_enabled = false) as
    select row_number() over () as ${NUMBER}, ${key}, null::boolean as ${STILL_THERE}, '${stamp}'::uuid as ${STAMP}
    from ${quoteTarget(table.target)} as l
    where not exists (select from ${stagingTable(staging)} as s where ${sameKey(table, 's', 'l')})`,
  )
  await tx.script(`alter table ${gone} add primary key (${NUMBER}); analyze ${gone}`)
  if (candidates === 0) return stamp
  const { rows } = await tx.row<{ rows: string }>(`select count(*) as rows from ${quoteTarget(table.target)}`)
  checkMassDelete(request, { candidates, live: Number(rows) })
  return stamp
}

/** Step 2. Gives the number of candidates that are still at the source and therefore stay. */
export async function checkGone(
  connections: Connections,
  limits: Limits,
  request: PublishRequest,
  stamp: string,
): Promise<number> {
  let kept = 0
  try {
    for (let last = 0; ; last += BATCH) {
      const batch = await connections.transaction(limits, (tx) => readBatch(tx, request, last))
      if (batch.length === 0) return kept
      const still = stillThere(request.table, batch, await request.recheck(batch.map(({ keys }) => keys)))
      await connections.transaction(limits, (tx) => mark(tx, request, stamp, batch, still))
      kept += still.length
    }
  } catch (thrown) {
    // Dropped by a second invocation that has published meanwhile: the publishing transaction will find that out.
    if (thrown instanceof DatabaseError && thrown.code === '42P01') return kept
    throw thrown
  }
}

/** Step 3. Gives the number of live rows deleted. @throws TargetBusyError when live rows changed since step 1 */
export async function deleteGone(tx: Transaction, table: TargetTable, staging: string, stamp: string): Promise<number> {
  const live = quoteTarget(table.target)
  const gone = goneTable(staging)
  const notStaged = `not exists (select from ${stagingTable(staging)} as s where ${sameKey(table, 's', 'l')})`
  const there = (await findRelation(tx, STAGING_SCHEMA, goneName(staging))) !== null
  const { changed } = there
    ? await tx.row<{ changed: boolean }>(
        `select exists (select from ${gone} where ${STILL_THERE} is null or ${STAMP} <> $1) or exists (
          select from ${live} as l
          where ${notStaged} and not exists (select from ${gone} as g where ${sameKey(table, 'g', 'l')})
        ) as changed`,
        [stamp],
      )
    : { changed: true }
  if (changed) throw liveChanged(table)
  return tx.run(
    `delete from ${live} as l using ${gone} as g
    where ${sameKey(table, 'g', 'l')} and not g.${STILL_THERE} and ${notStaged}`,
  )
}

/**
 * The whole of it for a model, inside the publishing transaction. There is no source to ask again: staging was made by one
 * statement of what Postgres itself holds, so a row that it left out is gone.
 *
 * @throws MassDeleteRefusedError
 */
export async function deleteUnstaged(tx: Transaction, request: PublishRequest): Promise<number> {
  const { table, staging } = request
  const live = quoteTarget(table.target)
  const notStaged = `not exists (select from ${stagingTable(staging)} as s where ${sameKey(table, 's', 'l')})`
  const counts = await tx.row<{ candidates: string; live: string }>(
    `select
      (select count(*) from ${live} as l where ${notStaged}) as candidates,
      (select count(*) from ${live}) as live`,
  )
  if (counts.candidates === '0') return 0
  checkMassDelete(request, { candidates: Number(counts.candidates), live: Number(counts.live) })
  return tx.run(`delete from ${live} as l where ${notStaged}`)
}

interface Candidate {
  readonly number: number
  /** Key texts in primary-key order, as the source writes them. */
  readonly keys: readonly string[]
}

async function readBatch(tx: Transaction, { table, staging }: PublishRequest, after: number): Promise<Candidate[]> {
  const texts = table.primaryKey.map((name) => table.columns[name]?.kind.postgresKeyText(`g.${quotePostgres(name)}`))
  const rows = await tx.rows<{ number: string; keys: string[] }>(
    `select ${NUMBER} as number, array[${texts.join(', ')}]::text[] as keys
    from ${goneTable(staging)} as g where ${NUMBER} > $1 order by ${NUMBER} limit ${BATCH}`,
    [after],
  )
  return rows.map(({ number, keys }) => ({ number: Number(number), keys }))
}

async function mark(
  tx: Transaction,
  { table, staging }: PublishRequest,
  stamp: string,
  batch: readonly Candidate[],
  still: readonly number[],
): Promise<void> {
  const marked = await tx.run(
    `update ${goneTable(staging)} set ${STILL_THERE} = (${NUMBER} = any ($2::bigint[]))
    where ${NUMBER} = any ($1::bigint[]) and ${STAMP} = $3`,
    [batch.map(({ number }) => number), still, stamp],
  )
  if (marked !== batch.length) throw liveChanged(table)
}

function liveChanged(table: TargetTable): TargetBusyError {
  return new TargetBusyError(
    `table "${table.target}": live rows changed while rows to delete were checked at the source; nothing was changed`,
  )
}

/** Numbers of the candidates that the answer names. A key nobody asked for means that both sides write keys differently. */
function stillThere(table: TargetTable, batch: readonly Candidate[], answer: readonly (readonly string[])[]): number[] {
  const numbers = new Map(batch.map(({ keys, number }) => [JSON.stringify(keys), number]))
  return answer.map((keys) => {
    const number = numbers.get(JSON.stringify(keys))
    if (number !== undefined) return number
    throw new TargetWriteError(
      `table "${table.target}": asked which of ${batch.length} keys the source still has, it named one that was not asked; ` +
        'nothing was deleted. The kinds of the key columns must write keys alike on both sides',
    )
  })
}
