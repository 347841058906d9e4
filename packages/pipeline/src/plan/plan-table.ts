import type { Weakening } from '@hourglass/contracts/shortfalls'
import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import { modeOf } from '@hourglass/catalog-kit/modes'
import { schemaHash } from '@hourglass/catalog-kit/schema-hash'
import type { Table } from '@hourglass/catalog-kit/table'
import { SourceTableChangedError } from '@hourglass/contracts/errors'
import type { Bound } from '@hourglass/contracts/source/bound'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import type { LookupRef } from '@hourglass/contracts/lookup-refs'
import type { SourceBound } from '@hourglass/contracts/source/bound'
import type { SourceEstimates } from '@hourglass/contracts/source/estimates'
import type { SourceSchema } from '@hourglass/contracts/source/schema'
import type { SourceWindows } from '@hourglass/contracts/source/windows'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { Fences, Progress } from '@hourglass/contracts/target/progress'
import type { WatermarkAdvance } from '@hourglass/contracts/target/publishing'
import type { LiveTables } from '@hourglass/contracts/target/schema'
import type { TableLeases } from '@hourglass/contracts/target/table-leases'
import {
  type ChunksPlan,
  chunksPlan,
  type PlanTableResult,
  type SyncTableInput,
  type TableOutcome,
  type TableState,
  type TableWindow,
} from '@hourglass/contracts/steps'
import { secondsBefore } from '@hourglass/contracts/watermark'
import { present } from '@hourglass/core/errors'
import { type CommonDeps, LEASE_SECONDS, tableNamed } from '../deps.ts'
import { type SnapshotDeps, snapshotLookups } from '../extract/lookup-snapshots.ts'
import { type ReEnrichment, reEnrichment } from './re-enrichment.ts'
import { NO_ROWS } from './no-rows.ts'
import { stagingName } from '../load/staging-name.ts'

export interface PlanTableDeps extends CommonDeps, SnapshotDeps {
  readonly source: SourceSchema & SourceEstimates & SourceBound & SourceWindows & SnapshotDeps['source']
  readonly target: TableLeases & LiveTables & Fences & Progress & WatermarkAdvance
  readonly store: JsonObjects & SnapshotDeps['store']
}

/** Chunks of one Extract child: one, so that a retry repeats as little as possible. */
const CHUNKS_PER_CHILD = 1
/** Parts of one Load child. */
const PARTS_PER_CHILD = 4

/**
 * First step of one table: lease, drift check, bound, window and chunks, written once to `chunks.json`. A later
 * attempt finds that plan and adopts it, so that its fence, bound and finished chunks stay valid (invariant I4).
 *
 * @throws SourceTableChangedError, TargetTableChangedError on drift, naming every difference
 */
export async function planTable(deps: PlanTableDeps, input: SyncTableInput): Promise<PlanTableResult> {
  const { catalog, target, store, logger } = deps
  const table = tableNamed(catalog, input.table)
  const lease = await target.leaseTable(table, { run: input.run, seconds: LEASE_SECONDS })
  if (!lease.held) return skip(deps, table, input, `another run, ${lease.by}, works on it until ${lease.until}`)

  const key = s3Keys.chunks(input.run, input.table)
  const adopted = await store.findJson(key, chunksPlan)
  if (adopted) {
    logger.info({ run: input.run, table: input.table, fence: adopted.fence }, 'adopted the plan of an earlier attempt')
    return workOn(deps, table, input, adopted)
  }

  await checkDrift(deps, table)
  await target.ensureTable(table)
  const fence = await target.nextFence(table)
  const lookups = await snapshotLookups(deps, input.run, table)
  const planned = await planWindow(deps, table, input, lookups)
  const { window, boundBy, reread, notes, weakenings } = planned
  if (window.bound !== null && !(await deps.source.hasRows(table, window))) {
    return skipUnchanged(deps, table, input, fence, planned)
  }
  const plan: ChunksPlan = {
    run: input.run,
    table: input.table,
    mode: input.mode,
    fence,
    window,
    schemaHash: schemaHash(table),
    boundBy,
    plannedAt: deps.clock.now().toISOString(),
    ...(lookups.length === 0 ? {} : { lookups: [...lookups] }),
    ...(reread ? { reread } : {}),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
    ...(weakenings.length === 0 ? {} : { weakenings: [...weakenings] }),
    chunks: [...(await deps.source.planChunks(table, window))],
  }
  const { written } = await store.putJsonOnce(key, plan)
  // A second invocation of this step may have been faster; its plan is the one that counts.
  return workOn(deps, table, input, written ? plan : await store.getJson(key, chunksPlan))
}

async function checkDrift({ source }: PlanTableDeps, table: Table): Promise<void> {
  const columns = await source.describe(table)
  if (!columns) {
    throw new SourceTableChangedError(
      `table "${table.target}": there is no table "${table.source}" in the source database; ` +
        'restore it, or remove the table from the catalog',
    )
  }
  const problems = compareWithCatalog(table, columns)
  if (problems.length > 0) {
    throw new SourceTableChangedError(`table "${table.target}" has changed in MySQL: ${problems.join('; ')}`)
  }
}

/** What a run reads of a table, and what is not certain about it. */
type PlannedWindow = ReEnrichment & { readonly boundBy: string; readonly weakenings: readonly Weakening[] }

/** Why rows may be missed although everything that was asked for was read. */
function weakeningsOf({ at, by, weakened }: Bound): readonly Weakening[] {
  if (weakened !== undefined) return [{ kind: 'bound', ...weakened }]
  if (at !== null) return []
  return [
    {
      kind: 'bound',
      reason: `the watermark stands still: ${by}`,
      cure: 'mend what the reason names (a prepared transaction: XA COMMIT or XA ROLLBACK in MySQL), then run again',
    },
  ]
}

/**
 * Lower = watermark - overlap, or nothing when all rows are to be enriched anew. The bound is observed before any chunk
 * is read (invariant I1).
 */
async function planWindow(
  { source, target, logger }: PlanTableDeps,
  table: Table,
  input: SyncTableInput,
  lookups: readonly LookupRef[],
): Promise<PlannedWindow> {
  const everything = { lower: null, bound: null }
  const reads = modeOf(table).window
  if (reads === null) return { window: everything, reread: false, notes: [], boundBy: 'one snapshot', weakenings: [] }
  const progress = (await target.progress([table])).get(table.target)
  const watermark = progress?.watermark ?? null
  const bound = await source.observeBound()
  const lower = input.mode === 'full' || watermark === null ? null : secondsBefore(watermark, reads.overlapSeconds)
  const window = { lower, bound: bound.at ?? watermark }
  const weakenings = weakeningsOf(bound)
  if (lookups.length === 0) return { window, reread: false, notes: [], boundBy: bound.by, weakenings }
  const estimates = await source.estimateRows([table])
  const planned = reEnrichment(table, window, lookups, progress?.lookups ?? null, estimates.get(table.target) ?? 0)
  for (const note of planned.notes) logger.warn({ run: input.run, table: input.table }, note)
  return { ...planned, boundBy: bound.by, weakenings }
}

function workOn(deps: PlanTableDeps, table: Table, input: SyncTableInput, plan: ChunksPlan): PlanTableResult {
  const bucket = deps.store.bucket
  const state: TableState = {
    ...input,
    action: plan.chunks.length === 1 ? 'one-chunk' : 'chunks',
    fence: plan.fence,
    chunks: { bucket, key: s3Keys.chunks(plan.run, plan.table) },
    manifest: { bucket, key: s3Keys.manifest(plan.run, plan.table) },
    results: {
      bucket,
      extract: s3Keys.stepResults(plan.run, plan.table, 'extract'),
      load: s3Keys.stepResults(plan.run, plan.table, 'load'),
    },
    itemsPerBatch: { extract: CHUNKS_PER_CHILD, load: PARTS_PER_CHILD },
    staging: stagingName(table, input.run, input.attempt),
  }
  deps.logger.info(
    { run: input.run, table: input.table, fence: plan.fence, chunks: plan.chunks.length },
    'table planned',
  )
  return state
}

/** Nothing new in the window: only the watermark moves, under the fence, so that later windows stay short. */
async function skipUnchanged(
  deps: PlanTableDeps,
  table: Table,
  input: SyncTableInput,
  fence: number,
  { window, boundBy, notes, weakenings }: PlannedWindow,
): Promise<PlanTableResult> {
  const moved = await deps.target.advance(
    table,
    input.run,
    fence,
    window.lower,
    present(window.bound, `the bound of ${table.target}`),
  )
  const outcome: TableOutcome = {
    ...outcomeWithoutRows(table, input, 'nothing new since the watermark', window, boundBy),
    skipped: 'nothing new',
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
    ...(weakenings.length === 0 ? {} : { weakenings: [...weakenings] }),
  }
  if (moved.result === 'published') {
    return {
      action: 'skip',
      outcome: { ...outcome, ...(moved.setAside === undefined ? {} : { setAside: moved.setAside }) },
    }
  }
  return { action: 'skip', outcome: { ...outcome, result: 'superseded', reason: moved.reason } }
}

function skip(deps: PlanTableDeps, table: Table, input: SyncTableInput, reason: string): PlanTableResult {
  deps.logger.info({ run: input.run, table: input.table, reason }, 'table skipped')
  const outcome = outcomeWithoutRows(table, input, reason, { lower: null, bound: null }, '')
  return { action: 'skip', outcome: { ...outcome, skipped: 'leased' } }
}

function outcomeWithoutRows(
  table: Table,
  input: SyncTableInput,
  reason: string,
  window: TableWindow,
  boundBy: string,
): TableOutcome {
  return {
    run: input.run,
    table: table.target,
    result: 'skipped',
    reason,
    mode: modeOf(table).name,
    window,
    boundBy,
    ...NO_ROWS,
    seconds: 0,
  }
}
