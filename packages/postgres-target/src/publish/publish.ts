import { columnList, stagingTable } from '../schema/identifiers.ts'
import type { PublishAnswer, PublishRequest } from '@hourglass/contracts/target/publishing'
import type { PublishCounts } from '@hourglass/contracts/steps'
import type { Transaction } from '../connection/transaction.ts'
import { clearArrived, countSetAside, setAsideExtracted } from '../control/set-aside.ts'
import { KeyNotUniqueError } from '@hourglass/contracts/errors'
import { record } from '../control/ledger.ts'
import { recordBuild } from '../staging/stage-model.ts'
import { verifyStaging } from '../staging/verify-staging.ts'
import { deduplicate } from './deduplicate.ts'
import { extractOf } from './extract.ts'
import { judge } from './fence.ts'
import { STRATEGIES } from './strategies/strategies.ts'
import type { PublishDeps, PublishStrategy, Remove } from './strategies/strategy.ts'

/**
 * Makes staged rows live: rows, counts, watermark and fence in one transaction, in place, so that readers see the state
 * before or after it and nothing else (invariants I3 to I7). Cleaning up is the caller's, whatever the answer.
 */
export async function publish(deps: PublishDeps, request: PublishRequest): Promise<PublishAnswer> {
  const strategy = STRATEGIES[request.way]
  const prepared = await strategy.prepare(deps, request)
  if (typeof prepared !== 'function') return prepared
  return deps.connections.transaction(deps.limits, (tx) => publishRows(tx, request, strategy, prepared))
}

async function publishRows(
  tx: Transaction,
  request: PublishRequest,
  strategy: PublishStrategy,
  remove: Remove,
): Promise<PublishAnswer> {
  const { table, staging, manifest } = request
  const extract = extractOf(request)
  const verdict = await judge(tx, table, extract)
  if (!verdict.go) return verdict.answer
  const staged = await verifyStaging(tx, table, staging, manifest)
  if (staged.keys < staged.rows && manifest.chunks === 1) throw keyNotUnique(request, staged)
  const deduplicated = staged.keys < staged.rows ? await deduplicate(tx, table, staging) : 0
  // Staging has no statistics (autovacuum is off there); without them the joins may be planned for a handful of rows.
  // The key is enough for that, and a fifth of the time of all columns.
  await tx.script(`analyze ${stagingTable(staging)} (${columnList(table.primaryKey)})`)
  const deleted = await remove(tx)
  // Rows that get other looked-up values are as old as they were: none of them comes late.
  const watermark = manifest.reread === true ? null : verdict.state.watermark
  const written = await strategy.write(tx, request, watermark)
  const counts: PublishCounts = {
    staged: staged.rows,
    inserted: written.inserted,
    updated: written.updated,
    unchanged: staged.rows - deduplicated - written.inserted - written.updated - written.quarantined,
    deduplicated,
    quarantined: written.quarantined,
    deleted,
    late: written.late,
    latestLateSeconds: written.latestLateSeconds,
  }
  const { window, rowsRead, rowsQuarantined, lookups } = manifest
  await setAsideExtracted(tx, table, request.run, manifest.setAside ?? [])
  await clearArrived(tx, table, staging, request.run, window.lower === null)
  const ofAllRows = window.lower === null && lookups !== undefined ? { lookups } : {}
  await record(tx, table, verdict.state, { extract, window, rowsRead, rowsQuarantined, counts, ...ofAllRows })
  if (request.build !== undefined) await recordBuild(tx, table.target, request.build)
  const setAside = await countSetAside(tx, table)
  return { result: 'published', counts, ...(setAside === 0 ? {} : { setAside }) }
}

/** One snapshot shows each row once, so a key that comes twice belongs to two rows: keeping one would lose the other. */
function keyNotUnique(
  { table, run }: PublishRequest,
  { rows, keys }: { rows: number; keys: number },
): KeyNotUniqueError {
  return new KeyNotUniqueError(
    `table "${table.target}" run ${run}: ${rows} rows have only ${keys} different keys (${table.primaryKey.join(', ')}), all read ` +
      'in one snapshot: the key of the catalog is not unique in MySQL; nothing was published. Name a real unique key in primaryKey',
    { fields: { table: table.target, run, rows, keys } },
  )
}
