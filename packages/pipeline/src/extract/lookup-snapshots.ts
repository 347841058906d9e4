import { createHash } from 'node:crypto'
import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import { lookupTable, takenColumns } from '@hourglass/catalog-kit/lookup-rows'
import { schemaHash } from '@hourglass/catalog-kit/schema-hash'
import type { Table } from '@hourglass/catalog-kit/table'
import { ObjectMissingError, SourceTableChangedError } from '@hourglass/contracts/errors'
import { lookupLine, type LookupSnapshot, lookupText, parseLookup } from '@hourglass/contracts/lookups'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import type { LookupRef } from '@hourglass/contracts/lookup-refs'
import type { SourceLookups } from '@hourglass/contracts/source/lookups'
import type { SourceSchema } from '@hourglass/contracts/source/schema'
import type { PackedObjects } from '@hourglass/contracts/store/packed-objects'
import type { CommonDeps } from '../deps.ts'

export interface SnapshotDeps extends Pick<CommonDeps, 'catalog' | 'logger'> {
  readonly source: SourceSchema & SourceLookups
  readonly store: PackedObjects
}

/** Enough of a hash to distinguish the versions of one catalog. */
const HASH_DIGITS = 12

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * The tables that this one looks up, as the run sees them: the first table of the run that needs one reads it and writes
 * it to S3, once; every other table, retry and later attempt adopts that object.
 *
 * @throws SourceTableChangedError when a looked-up table is not what the catalog says; LookupTooLargeError
 */
export async function snapshotLookups(deps: SnapshotDeps, run: string, table: Table): Promise<readonly LookupRef[]> {
  const refs: LookupRef[] = []
  // One after the other: each is held in memory while it is read.
  for (const [lookedUp, taken] of takenColumns(table)) refs.push(await snapshotOf(deps, run, lookedUp, taken))
  return refs
}

async function snapshotOf(
  deps: SnapshotDeps,
  run: string,
  lookedUp: Table,
  taken: readonly string[],
): Promise<LookupRef> {
  const read = lookupTable(deps.catalog, lookedUp)
  const key = s3Keys.lookup(run, lookedUp.target, schemaHash(read).slice(0, HASH_DIGITS))
  const found = (await findSnapshot(deps, key)) ?? (await writeSnapshot(deps, run, key, read))
  const { rows, leftOut } = found.snapshot
  const fingerprint = fingerprintOf(found.snapshot, taken)
  return {
    table: lookedUp.target,
    key,
    sha256: found.sha256,
    fingerprint,
    rows: rows.size,
    leftOut,
    bytes: found.bytes,
  }
}

/** A snapshot and the object that holds it. */
interface Written {
  readonly snapshot: LookupSnapshot
  readonly sha256: string
  readonly bytes: number
}

function writtenAs(text: string, snapshot: LookupSnapshot): Written {
  return { snapshot, sha256: sha256(text), bytes: Buffer.byteLength(text) }
}

async function findSnapshot({ store }: SnapshotDeps, key: string): Promise<Written | null> {
  const text = await store.findPacked(key)
  return text === null ? null : writtenAs(text, parseLookup(text))
}

/** Reads and writes it, unless another table of the run was faster: then its rows are the ones that count. */
async function writeSnapshot(deps: SnapshotDeps, run: string, key: string, read: Table): Promise<Written> {
  const { source, store, logger } = deps
  const problems = await lookedUpProblems(source, read)
  if (problems.length > 0) throw new SourceTableChangedError(problems.join('; '))
  const snapshot = await source.readLookup(read)
  const text = lookupText(snapshot)
  const { written } = await store.putPackedOnce(key, text)
  if (!written) {
    const earlier = await findSnapshot(deps, key)
    if (earlier === null) throw new ObjectMissingError(`there is no object s3://${store.bucket}/${key}`)
    return earlier
  }
  const { leftOut, rows } = snapshot
  logger.info({ run, lookup: read.target, rows: rows.size, leftOut }, 'looked-up table written for this run')
  return writtenAs(text, snapshot)
}

/** What keeps the tables from being read that this one looks up; empty when nothing does. */
export async function lookupProblems(
  { source, catalog }: Pick<CommonDeps, 'catalog'> & { readonly source: SourceSchema },
  table: Table,
): Promise<readonly string[]> {
  const problems: string[] = []
  for (const lookedUp of takenColumns(table).keys()) {
    problems.push(...(await lookedUpProblems(source, lookupTable(catalog, lookedUp))))
  }
  return problems
}

async function lookedUpProblems(source: SourceSchema, read: Table): Promise<readonly string[]> {
  const columns = await source.describe(read)
  const found = columns
    ? compareWithCatalog(read, columns)
    : [`there is no table "${read.source}" in the source database`]
  return found.map((problem) => `looked-up table "${read.target}": ${problem}`)
}

/** Of the keys and the taken columns: the others may change without a consequence for this table. */
export function fingerprintOf({ columns, rows }: LookupSnapshot, taken: readonly string[]): string {
  const places = taken.map((name) => columns.indexOf(name))
  const hash = createHash('sha256').update(JSON.stringify(taken))
  for (const key of [...rows.keys()].sort(byCodeUnits)) {
    const values = rows.get(key) ?? []
    hash.update(
      lookupLine(
        key,
        places.map((place) => values[place] ?? null),
      ),
    )
  }
  return hash.digest('hex')
}

/** The same on every machine. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : 1
}
