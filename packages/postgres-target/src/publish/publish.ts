import type { Logger } from '@hourglass/core/logger'
import type { PublishCounts } from '@hourglass/contracts/steps'
import type { PublishAnswer, PublishRequest } from '@hourglass/contracts/target/publishing'
import type { Connections } from '../connection/connections.ts'
import { deduplicate } from './deduplicate.ts'
import type { Extract } from './extract.ts'
import { judge } from './fence.ts'
import { checkGone, collectGone, deleteGone, deleteUnstaged } from './gone-keys.ts'
import { columnList, stagingTable } from '../schema/identifiers.ts'
import { record } from '../control/ledger.ts'
import type { Limits } from '../connection/limits.ts'
import { merge } from './merge.ts'
import { recordBuild } from '../staging/stage-model.ts'
import type { Transaction } from '../connection/transaction.ts'
import { verifyStaging } from '../staging/verify-staging.ts'

/** What a publish works with. */
export interface PublishDeps {
  readonly connections: Connections
  readonly limits: Limits
  readonly logger: Logger
}

/**
 * Makes staged rows live: rows, counts, watermark and fence in one transaction, in place, so that readers see the state
 * before or after it and nothing else (invariants I3 to I7). Cleaning up is the caller's, whatever the answer.
 */
export async function publish(deps: PublishDeps, request: PublishRequest): Promise<PublishAnswer> {
  const { connections, limits, logger } = deps
  const { table, recheck } = request
  const inOne = (remove: Remove) => connections.transaction(limits, (tx) => publishRows(tx, request, remove))
  if (table.load.mode !== 'replace') return inOne(async () => 0)
  if (recheck === null) return inOne((tx) => deleteUnstaged(tx, request))

  const prepared = await connections.transaction(limits, (tx) => prepareDeletes(tx, request))
  if ('result' in prepared) return prepared
  const { stamp } = prepared
  const kept = await checkGone(connections, limits, request, recheck, stamp)
  if (kept > 0) {
    logger.info({ table: table.target, run: request.run, kept }, 'rows are back at the source and stay')
  }
  return inOne((tx) => deleteGone(tx, table, request.staging, stamp))
}

/** Deletes the live rows that are gone and gives their number. */
type Remove = (tx: Transaction) => Promise<number>

async function prepareDeletes(
  tx: Transaction,
  request: PublishRequest,
): Promise<PublishAnswer | { readonly stamp: string }> {
  const verdict = await judge(tx, request.table, extractOf(request))
  if (!verdict.go) return verdict.answer
  await verifyStaging(tx, request.table, request.staging, request.manifest)
  return { stamp: await collectGone(tx, request) }
}

async function publishRows(tx: Transaction, request: PublishRequest, remove: Remove): Promise<PublishAnswer> {
  const { table, staging, manifest } = request
  const extract = extractOf(request)
  const verdict = await judge(tx, table, extract)
  if (!verdict.go) return verdict.answer
  const staged = await verifyStaging(tx, table, staging, manifest)
  const deduplicated = staged.keys < staged.rows ? await deduplicate(tx, table, staging) : 0
  // Staging has no statistics (autovacuum is off there); without them the joins may be planned for a handful of rows.
  // The key is enough for that, and a fifth of the time of all columns.
  await tx.script(`analyze ${stagingTable(staging)} (${columnList(table.primaryKey)})`)
  const deleted = await remove(tx)
  // Rows that get other looked-up values are as old as they were: none of them comes late.
  const watermark = manifest.reread === true ? null : verdict.state.watermark
  const merged = await merge(tx, table, staging, watermark)
  const counts: PublishCounts = {
    staged: staged.rows,
    inserted: merged.inserted,
    updated: merged.updated,
    unchanged: staged.rows - deduplicated - merged.inserted - merged.updated,
    deduplicated,
    deleted,
    late: merged.late,
    latestLateSeconds: merged.latestLateSeconds,
  }
  const { window, rowsRead, rowsQuarantined, lookups } = manifest
  const ofAllRows = window.lower === null && lookups !== undefined ? { lookups } : {}
  await record(tx, table, verdict.state, { extract, window, rowsRead, rowsQuarantined, counts, ...ofAllRows })
  if (request.build !== undefined) await recordBuild(tx, table.target, request.build)
  return { result: 'published', counts }
}

function extractOf({ table, run, manifest }: PublishRequest): Extract {
  return { run, fence: manifest.fence, lower: manifest.window.lower, mode: table.load.mode }
}
