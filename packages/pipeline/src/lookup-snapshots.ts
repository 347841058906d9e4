import { createHash } from 'node:crypto'
import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import { lookupTable, takenColumns } from '@hourglass/catalog-kit/lookup-rows'
import { schemaHash } from '@hourglass/catalog-kit/schema-hash'
import type { Table } from '@hourglass/catalog-kit/table'
import { ObjectMissingError, SourceTableChangedError } from '@hourglass/contracts/errors'
import { type LookupSnapshot, lookupText, parseLookup } from '@hourglass/contracts/lookups'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import type { LookupRef } from '@hourglass/contracts/steps'
import type { Deps } from './deps.ts'

/** Enough of a hash to tell the versions of one catalog apart. */
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
export async function snapshotLookups(deps: Deps, run: string, table: Table): Promise<readonly LookupRef[]> {
  const refs: LookupRef[] = []
  // One after the other: each is held in memory while it is read.
  for (const [lookedUp, taken] of takenColumns(table)) refs.push(await snapshotOf(deps, run, lookedUp, taken))
  return refs
}

async function snapshotOf(deps: Deps, run: string, lookedUp: Table, taken: readonly string[]): Promise<LookupRef> {
  const read = lookupTable(deps.catalog, lookedUp)
  const key = s3Keys.lookup(run, lookedUp.target, schemaHash(read).slice(0, HASH_DIGITS))
  const text = (await deps.store.findPacked(key)) ?? (await writeSnapshot(deps, run, key, read))
  const snapshot = parseLookup(text)
  return {
    table: lookedUp.target,
    key,
    sha256: sha256(text),
    fingerprint: fingerprintOf(snapshot, taken),
    rows: snapshot.rows.size,
    leftOut: snapshot.leftOut,
    bytes: Buffer.byteLength(text),
  }
}

/** Reads and writes it, unless another table of the run was faster: then its rows are the ones that count. */
async function writeSnapshot({ source, store, logger }: Deps, run: string, key: string, read: Table): Promise<string> {
  await checkLookedUp(source, read)
  const snapshot = await source.readLookup(read)
  const text = lookupText(snapshot)
  const { written } = await store.putPackedOnce(key, text)
  if (!written) {
    const earlier = await store.findPacked(key)
    if (earlier === null) throw new ObjectMissingError(`there is no object s3://${store.bucket}/${key}`)
    return earlier
  }
  const { leftOut, rows } = snapshot
  logger.info({ run, lookup: read.target, rows: rows.size, leftOut }, 'looked-up table written for this run')
  return text
}

async function checkLookedUp(source: Deps['source'], read: Table): Promise<void> {
  const columns = await source.describe(read)
  const problems = columns
    ? compareWithCatalog(read, columns)
    : [`there is no table "${read.source}" in the source database`]
  if (problems.length === 0) return
  throw new SourceTableChangedError(`looked-up table "${read.target}" has changed in MySQL: ${problems.join('; ')}`)
}

/** Of the keys and the taken columns: the others may change without a consequence for this table. */
export function fingerprintOf({ columns, rows }: LookupSnapshot, taken: readonly string[]): string {
  const places = taken.map((name) => columns.indexOf(name))
  const entries = [...rows].map(([key, values]) => [key, places.map((place) => values[place] ?? null)] as const)
  return sha256(JSON.stringify([taken, entries]))
}
