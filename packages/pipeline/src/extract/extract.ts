import type { SetAsideRow } from '@hourglass/contracts/shortfalls'
import { schemaHash } from '@hourglass/catalog-kit/schema-hash'
import type { Table } from '@hourglass/catalog-kit/table'
import { ConservationError, SourceTableChangedError } from '@hourglass/contracts/errors'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import {
  type Chunk,
  type ChunkRecord,
  type ChunksPlan,
  chunkRecord,
  chunksPlan,
  type TableState,
} from '@hourglass/contracts/steps'
import type { QuarantinedRow, SourceRows } from '@hourglass/contracts/source/rows'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { LineObjects } from '@hourglass/contracts/store/lines'
import type { PartWriter } from '@hourglass/contracts/store/parts'
import type { LeaseRenewal } from '@hourglass/contracts/target/table-leases'
import { type CommonDeps, LEASE_SECONDS, tableNamed } from '../deps.ts'
import type { LookupCache } from './lookup-cache.ts'

export interface ExtractDeps extends CommonDeps {
  readonly source: SourceRows
  readonly store: JsonObjects & PartWriter & LineObjects
  readonly target: LeaseRenewal
  /** Read only when a masked column asks for it. */
  maskKey(): Promise<Buffer>
  /** Lives as long as the worker: what it holds serves the next chunk too. */
  readonly lookups: LookupCache
}

/** Uncompressed size at which a part is closed, in bytes: row-aligned parts of about 32 MB. */
const PART_RAW_BYTES = 32 * 1024 * 1024

/** Rows in quarantine that a chunk record lists; its object has them all. */
const MOST_LISTED = 1_000

/**
 * Extracts chunks of one table, one after the other: MySQL -> transforms -> parts in S3, and a chunk record that is
 * written once. A chunk that already has its record is left alone, so any repetition is harmless (edge cases 103, 109).
 *
 * @param attempt unique to this worker invocation; part keys carry it
 */
export async function extractChunks(
  deps: ExtractDeps,
  state: TableState,
  chunks: readonly Chunk[],
  attempt: string,
): Promise<void> {
  const table = tableNamed(deps.catalog, state.table)
  const plan = await deps.store.getJson(state.chunks.key, chunksPlan)
  if (plan.schemaHash !== schemaHash(table)) {
    throw new SourceTableChangedError(
      `table "${table.target}": run ${state.run} was planned with another version of its catalog file; start a new run`,
    )
  }
  await deps.target.renewTable(table, { run: state.run, seconds: LEASE_SECONDS })
  for (const chunk of chunks) await extractChunk(deps, table, plan, chunk, attempt)
}

async function extractChunk(
  deps: ExtractDeps,
  table: Table,
  plan: ChunksPlan,
  chunk: Chunk,
  attempt: string,
): Promise<void> {
  const { store, source, clock, logger } = deps
  const recordKey = s3Keys.chunkRecord(plan.run, plan.table, chunk.id)
  if (await store.findJson(recordKey, chunkRecord)) return

  const startedAt = clock.now().toISOString()
  const setAside: QuarantinedRow[] = []
  const quarantine = store.openLines(s3Keys.quarantine(plan.run, plan.table, chunk.id, attempt))
  const reading = source.readChunk(table, plan.window, chunk, {
    maskKey: masks(table) ? await deps.maskKey() : Buffer.alloc(0),
    ...(plan.lookups === undefined ? {} : { lookups: await deps.lookups.rowsOf(plan.lookups) }),
    onQuarantine: (row) => {
      if (setAside.length < MOST_LISTED) setAside.push(row)
      return quarantine.write(row)
    },
  })
  const parts = await store.writeParts(
    reading.blocks,
    (n) => s3Keys.part(plan.run, plan.table, chunk.id, attempt, n),
    PART_RAW_BYTES,
  )
  const totals = reading.totals()
  const object = await quarantine.close()
  const record: ChunkRecord = {
    chunk,
    fence: plan.fence,
    schemaHash: plan.schemaHash,
    attempt,
    rowsRead: totals.rowsRead,
    rowsQuarantined: totals.rowsQuarantined,
    parts: [...parts],
    quarantine: object,
    ...(setAside.length === 0 ? {} : { setAside: setAside.map((row) => listed(table, row, object)) }),
    conversions: { ...totals.conversions },
    warnings: totals.warnings,
    startedAt,
    finishedAt: clock.now().toISOString(),
  }
  checkConserved(table, record)
  const { written } = await store.putJsonOnce(recordKey, record)
  logger.info({ run: plan.run, table: plan.table, chunk: chunk.id, rows: record.rowsRead, written }, 'chunk extracted')
}

/** A row in quarantine as the ledger keeps it: by key. */
function listed(table: Table, { key, column, reason }: QuarantinedRow, object: string | null): SetAsideRow {
  return { key: table.primaryKey.map((name) => key[name] ?? ''), column, reason, object }
}

function masks(table: Table): boolean {
  return Object.values(table.columns).some((column) => column.using?.masks === true)
}

/** read = in parts + quarantined (invariant I2), before the record makes the chunk count. */
function checkConserved(table: Table, record: ChunkRecord): void {
  const inParts = record.parts.reduce((sum, part) => sum + part.rows, 0)
  if (inParts + record.rowsQuarantined !== record.rowsRead) {
    throw new ConservationError(
      `table "${table.target}" chunk ${record.chunk.id}: ${record.rowsRead} rows read, but ${inParts} in parts and ` +
        `${record.rowsQuarantined} quarantined`,
    )
  }
}
