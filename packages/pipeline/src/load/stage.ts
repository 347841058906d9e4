import { ConservationError } from '@hourglass/contracts/errors'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import type { LookupFingerprints, LookupRef } from '@hourglass/contracts/lookup-refs'
import {
  type ChunkRecord,
  type ChunksPlan,
  chunkRecord,
  chunksPlan,
  type Manifest,
  manifest,
  type TableState,
} from '@hourglass/contracts/steps'
import pLimit from 'p-limit'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { StagingTables } from '@hourglass/contracts/target/staging'
import type { LeaseRenewal } from '@hourglass/contracts/target/table-leases'
import { type CommonDeps, LEASE_SECONDS, tableNamed } from '../deps.ts'

export interface StageDeps extends CommonDeps {
  readonly store: JsonObjects
  readonly target: LeaseRenewal & StagingTables
}

/** Rows in quarantine that a manifest lists for the ledger. */
const MOST_SET_ASIDE = 10_000

/** Chunk records read from S3 at once. */
const RECORDS_AT_ONCE = 32

/**
 * Seals the manifest: every planned chunk must have its record, and the sums must agree. Then makes the staging table.
 * Loading reads this manifest, never a listing, so strays of dead attempts are never loaded (edge cases 99, 102).
 *
 * @throws ObjectMissingError when a chunk has no record
 */
export async function stage(deps: StageDeps, state: TableState): Promise<TableState> {
  const { store, target, catalog, logger } = deps
  const table = tableNamed(catalog, state.table)
  await target.renewTable(table, { run: state.run, seconds: LEASE_SECONDS })
  const plan = await store.getJson(state.chunks.key, chunksPlan)
  const limit = pLimit(RECORDS_AT_ONCE)
  const records = await limit.map(plan.chunks, (chunk) =>
    store.getJson(s3Keys.chunkRecord(plan.run, plan.table, chunk.id), chunkRecord),
  )
  const sealed = seal(plan, records)
  await store.putJsonOnce(state.manifest.key, sealed)
  const inForce = await store.getJson(state.manifest.key, manifest)
  await target.prepareStaging(table, state.staging)
  logger.info(
    { run: state.run, table: state.table, rows: inForce.rows, parts: inForce.parts.length },
    'manifest sealed',
  )
  return state
}

/** Adds up chunk records. Pure. @throws ConservationError when a record belongs to another extract */
export function seal(plan: ChunksPlan, records: readonly ChunkRecord[]): Manifest {
  const conversions: Record<string, number> = {}
  for (const record of records) {
    if (record.fence !== plan.fence || record.schemaHash !== plan.schemaHash) {
      throw new ConservationError(
        `table "${plan.table}" chunk ${record.chunk.id} belongs to another extract (fence ${record.fence}, planned ${plan.fence})`,
      )
    }
    for (const [what, count] of Object.entries(record.conversions)) {
      conversions[what] = (conversions[what] ?? 0) + count
    }
    if (record.warnings > 0) conversions['MySQL warnings'] = (conversions['MySQL warnings'] ?? 0) + record.warnings
  }
  const parts = records.flatMap((record) => record.parts)
  const setAside = records.flatMap((record) => record.setAside ?? [])
  const rowsQuarantined = sum(records, (record) => record.rowsQuarantined)
  checkListed(plan, rowsQuarantined, setAside.length)
  return {
    run: plan.run,
    table: plan.table,
    fence: plan.fence,
    window: plan.window,
    schemaHash: plan.schemaHash,
    boundBy: plan.boundBy,
    chunks: plan.chunks.length,
    rowsRead: sum(records, (record) => record.rowsRead),
    rowsQuarantined,
    rows: sum(parts, (part) => part.rows),
    bytes: sum(parts, (part) => part.bytes),
    conversions,
    ...enrichmentOf(plan),
    ...(plan.weakenings === undefined ? {} : { weakenings: plan.weakenings }),
    ...(setAside.length === 0 ? {} : { setAside }),
    startedAt: plan.plannedAt,
    parts,
  }
}

/**
 * The ledger has to know every row that is set aside: one that it does not list would be forgotten in green.
 *
 * @throws ConservationError when there are more
 */
function checkListed({ table, run }: ChunksPlan, rows: number, listed: number): void {
  if (rows === listed && rows <= MOST_SET_ASIDE) return
  throw new ConservationError(
    `table "${table}" run ${run}: ${rows} rows are in quarantine, more than the ledger of rows set aside takes (1,000 a chunk, ` +
      `${MOST_SET_ASIDE} a table); nothing was published. Look at the quarantine objects of the run, and mend the column ` +
      'in MySQL or in the table file',
    { fields: { table, run, rows, listed } },
  )
}

/** What the plan says of looked-up tables, as the manifest carries it to the publish. */
function enrichmentOf({ lookups, reread, notes }: ChunksPlan): Pick<Manifest, 'lookups' | 'reread' | 'notes'> {
  return {
    ...(lookups === undefined ? {} : { lookups: fingerprintsOf(lookups) }),
    ...(reread === undefined ? {} : { reread }),
    ...(notes === undefined ? {} : { notes }),
  }
}

function fingerprintsOf(lookups: readonly LookupRef[]): LookupFingerprints {
  return Object.fromEntries(lookups.map(({ table, fingerprint }) => [table, fingerprint]))
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0)
}
