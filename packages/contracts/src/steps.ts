import { z } from 'zod'
import { lookupFingerprints, lookupRef } from './lookup-refs.ts'
import { setAsideRow, weakening } from './shortfalls.ts'

/*
 * What travels between the states of the state machines. Small on purpose: bulk lives in S3, truth in chunk records,
 * ledger and report (Step Functions carries 256 KiB). Every worker parses its input with one of these schemas.
 */

export const objectRef = z.object({ bucket: z.string().min(1), key: z.string().min(1) })
export type ObjectRef = z.infer<typeof objectRef>

export const runMode = z.enum(['incremental', 'full'])
export type RunMode = z.infer<typeof runMode>

const count = z.number().int().nonnegative()
const runId = z.string().min(1).max(80)
/** UTC, microseconds, no zone: `2026-11-23 09:00:00.000000`. Text, because a JavaScript Date holds milliseconds. */
const watermark = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)

// --- hourly-sync ---------------------------------------------------------------------------------------------------

/** Input of `hourly-sync`: the schedule sets only `scheduledAt`. */
export const runInput = z.strictObject({
  scheduledAt: z.iso.datetime({ offset: true }),
  /** Target names; absent means all tables of the catalog. */
  tables: z.array(z.string().min(1)).min(1).optional(),
  mode: runMode.optional(),
  /** Tables for which a publish may delete more rows than the guard allows. */
  allowMassDelete: z.array(z.string().min(1)).optional(),
})
export type RunInput = z.infer<typeof runInput>

export const planRunEvent = z.object({
  run: runId,
  executionArn: z.string(),
  input: z.unknown(),
})
export type PlanRunEvent = z.infer<typeof planRunEvent>

/** Input of `sync-table`, and an item of a lane in tables.json (there with `execution`). */
export const syncTableInput = z.object({
  run: runId,
  table: z.string().min(1),
  mode: runMode,
  /** 1 for the first execution of this table in this run; a retry that cannot redrive starts the next one. */
  attempt: count.min(1),
  /** Extract and Load children at once for this table. */
  chunkConcurrency: count.min(1),
  allowMassDelete: z.boolean(),
})
export type SyncTableInput = z.infer<typeof syncTableInput>

export const laneItem = z.object({ execution: z.string().max(80), input: syncTableInput })
export type LaneItem = z.infer<typeof laneItem>

/** Input of `build-model`. */
export const buildModelInput = z.object({
  run: runId,
  /** Target name of the model: what it makes is a table like the others. */
  table: z.string().min(1),
  mode: runMode,
  /** 1 for the first execution of this model in this run. */
  attempt: count.min(1),
  allowMassDelete: z.boolean(),
  /** Inputs that this run publishes too: those of which it has published nothing are named in the outcome. */
  waitsFor: z.array(z.string()),
})
export type BuildModelInput = z.infer<typeof buildModelInput>

/** An item of a wave of models. */
export const modelItem = z.object({ execution: z.string().max(80), input: buildModelInput })
export type ModelItem = z.infer<typeof modelItem>

/** runs/<run>/tables.json */
export const tablesPlan = z.object({
  run: runId,
  scheduledAt: z.string(),
  mode: runMode,
  small: z.array(laneItem),
  large: z.array(laneItem),
  /** Models in the order in which they are built: each wave reads only tables and earlier waves. */
  waves: z.array(z.array(modelItem)).default([]),
})
export type TablesPlan = z.infer<typeof tablesPlan>

export const planRunResult = z.object({
  run: runId,
  scheduledAt: z.string(),
  startedAt: z.string(),
  /** Why this execution has nothing to do: another one holds the run lease of this hour. */
  skipped: z.string().optional(),
  tables: objectRef,
  /** In the state as well as in tables.json, because a Map of waves takes them from there; a few hundred bytes a model. */
  waves: z.array(z.array(modelItem)),
  results: z.object({ bucket: z.string(), small: z.string(), large: z.string(), models: z.string() }),
  maxConcurrency: z.object({ small: count.min(1), large: count.min(1), models: count.min(1) }),
})
export type PlanRunResult = z.infer<typeof planRunResult>

/** What a Map with a ResultWriter leaves in the state: where its manifest.json is. */
export const mapResult = z.object({
  MapRunArn: z.string(),
  ResultWriterDetails: z.object({ Bucket: z.string(), Key: z.string() }),
})
export type MapResult = z.infer<typeof mapResult>

/** `lanes`: small and large; `models`: one for each wave. */
export const finishEvent = z.object({ plan: planRunResult, lanes: z.array(mapResult), models: z.array(mapResult) })
export type FinishEvent = z.infer<typeof finishEvent>

export const finishResult = z.object({
  run: runId,
  report: objectRef,
  published: count,
  skipped: count,
  failed: count,
  /** Tables and models that are live, or not looked at, and not complete. */
  incomplete: count,
  /** One sentence that names the tables that failed or are incomplete; the cause of the run's failure. */
  summary: z.string(),
})
export type FinishResult = z.infer<typeof finishResult>

// --- sync-table ----------------------------------------------------------------------------------------------------

/** What a run reads: cursor >= lower. */
export const tableWindow = z.object({
  /** null reads everything. */
  lower: watermark.nullable(),
  /** The bound: becomes the watermark when the rows are published; null for a table without a cursor. */
  bound: watermark.nullable(),
})
export type TableWindow = z.infer<typeof tableWindow>

/** A key range: lower <= split column < upper; null leaves that end open. Exact text of the key, compared by MySQL. */
export const chunk = z.object({
  id: z.string().regex(/^c\d{5}$/),
  lower: z.string().nullable(),
  upper: z.string().nullable(),
})
export type Chunk = z.infer<typeof chunk>

/** What a reader of the report should know about this table, in whole sentences; absent when there is nothing. */
const notes = z.array(z.string()).optional()

const weakenings = z.array(weakening).optional()

/** runs/<run>/<table>/chunks.json: the plan of one extract. Adopted as it is by every later attempt. */
export const chunksPlan = z.object({
  run: runId,
  table: z.string(),
  mode: runMode,
  fence: count.min(1),
  window: tableWindow,
  /** Hash of the columns and kinds that the parts are written with (edge case 98). */
  schemaHash: z.string(),
  /** How the bound was observed, for the report. */
  boundBy: z.string(),
  plannedAt: z.string(),
  /** Absent when the table looks nothing up. */
  lookups: z.array(lookupRef).optional(),
  /** True when everything is read because a looked-up table has changed. */
  reread: z.boolean().optional(),
  notes,
  weakenings,
  chunks: z.array(chunk).min(1),
})
export type ChunksPlan = z.infer<typeof chunksPlan>

/** State of `sync-table` from PlanTable on, when there is work. Each step returns it, so that the machine needs no merging of results. */
export const tableState = syncTableInput.extend({
  action: z.enum(['one-chunk', 'chunks']),
  fence: count,
  chunks: objectRef,
  manifest: objectRef,
  results: z.object({ bucket: z.string(), extract: z.string(), load: z.string() }),
  itemsPerBatch: z.object({ extract: count.min(1), load: count.min(1) }),
  /** `hourglass_staging.<name>`, unquoted name. */
  staging: z.string(),
})
export type TableState = z.infer<typeof tableState>

/** Input of an Extract child. */
export const extractEvent = z.object({ BatchInput: tableState, Items: z.array(chunk).min(1) })
export type ExtractEvent = z.infer<typeof extractEvent>

/** One S3 object of a chunk. */
export const part = z.object({
  key: z.string(),
  rows: count,
  /** Size of the object. */
  bytes: count,
  /** Size before compression. */
  rawBytes: count,
  sha256: z.string(),
  etag: z.string(),
})
export type Part = z.infer<typeof part>

/** Input of a Load child. */
export const loadEvent = z.object({ BatchInput: tableState, Items: z.array(part).min(1) })
export type LoadEvent = z.infer<typeof loadEvent>

/** Rows of an extract that were changed so that they could cross, by column and reason. */
export const conversions = z.record(z.string(), count)

/** runs/<run>/<table>/chunks/<chunk>.json: written once, by a conditional write. */
export const chunkRecord = z.object({
  chunk,
  fence: count,
  schemaHash: z.string(),
  attempt: z.string(),
  rowsRead: count,
  rowsQuarantined: count,
  parts: z.array(part),
  quarantine: z.string().nullable(),
  /** The first rows in quarantine; the object has them all. */
  setAside: z.array(setAsideRow).optional(),
  conversions,
  warnings: count,
  startedAt: z.string(),
  finishedAt: z.string(),
})
export type ChunkRecord = z.infer<typeof chunkRecord>

/** runs/<run>/<table>/manifest.json: sealed once, after every chunk is accounted for. */
export const manifest = z.object({
  run: runId,
  table: z.string(),
  fence: count,
  window: tableWindow,
  schemaHash: z.string(),
  boundBy: z.string(),
  chunks: count,
  rowsRead: count,
  rowsQuarantined: count,
  rows: count,
  bytes: count,
  conversions,
  lookups: lookupFingerprints.optional(),
  reread: z.boolean().optional(),
  notes,
  weakenings,
  /** Rows in quarantine, as far as the chunk records list them. */
  setAside: z.array(setAsideRow).optional(),
  startedAt: z.string(),
  parts: z.array(part),
})
export type Manifest = z.infer<typeof manifest>

/** Row counts of a publish (invariant I2): staged = inserted + updated + unchanged + deduplicated + quarantined. */
export const publishCounts = z.object({
  staged: count,
  inserted: count,
  updated: count,
  unchanged: count,
  deduplicated: count,
  /** Staged rows that the publish itself set aside. Absent in counts of an earlier release. */
  quarantined: count.default(0),
  /** Only `replace`: rows that are gone at the source. */
  deleted: count,
  /** Rows first seen inside the overlap... */
  late: count,
  /** ...and how far behind the old watermark the latest of them was, in seconds. */
  latestLateSeconds: z.number().nonnegative(),
})
export type PublishCounts = z.infer<typeof publishCounts>

/** A publish that wrote nothing. */
export const NO_COUNTS: PublishCounts = Object.freeze({
  staged: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  deduplicated: 0,
  quarantined: 0,
  deleted: 0,
  late: 0,
  latestLateSeconds: 0,
})

/** Output of `sync-table` and `build-model`: what happened to one table or model. */
export const tableOutcome = z.object({
  run: runId,
  table: z.string(),
  result: z.enum(['published', 'skipped', 'superseded']),
  reason: z.string(),
  /** Why nothing was published; absent when something was, and in outcomes of an earlier release. */
  skipped: z.enum(['nothing new', 'leased', 'waiting']).optional(),
  /** Rows of the table that stand in the ledger of rows set aside; absent when there is none. */
  setAside: count.optional(),
  weakenings,
  /** merge, replace; of a model `model merge`, `model replace` */
  mode: z.string(),
  window: tableWindow,
  boundBy: z.string(),
  chunks: count,
  rowsRead: count,
  rowsQuarantined: count,
  bytes: count,
  counts: publishCounts.nullable(),
  conversions,
  notes,
  seconds: z.number().nonnegative(),
})
export type TableOutcome = z.infer<typeof tableOutcome>

/** What PlanTable hands to the Choice after it: work, or the outcome of a table that has nothing to do. */
export const planTableResult = z.discriminatedUnion('action', [
  tableState,
  z.object({ action: z.literal('skip'), outcome: tableOutcome }),
])
export type PlanTableResult = z.infer<typeof planTableResult>
