import type { LookupRows, LookupTables } from '@hourglass/catalog-kit/lookup-rows'
import { ObjectMissingError } from '@hourglass/contracts/errors'
import { parseLookup } from '@hourglass/contracts/lookups'
import type { LookupRef } from '@hourglass/contracts/lookup-refs'
import type { PackedObjects } from '@hourglass/contracts/store/packed-objects'
import { sha256 } from './lookup-snapshots.ts'

/** What a warm worker keeps of earlier plans, in bytes of JSON; in memory it is some times as much. */
const MOST_KEPT_BYTES = 48 * 1024 * 1024

/** Looked-up tables in the memory of a worker, by their checksum: read once, however many chunks use them. */
export interface LookupCache {
  /** @throws ObjectMissingError when an object is gone, or is not what the plan recorded */
  rowsOf(refs: readonly LookupRef[]): Promise<LookupTables>
}

interface Kept {
  readonly rows: LookupRows
  readonly bytes: number
}

export function lookupCache(
  store: Pick<PackedObjects, 'bucket' | 'findPacked'>,
  mostKeptBytes = MOST_KEPT_BYTES,
): LookupCache {
  // In order of use, the latest last.
  const kept = new Map<string, Kept>()

  async function read(ref: LookupRef): Promise<LookupRows> {
    const text = await store.findPacked(ref.key)
    const place = `s3://${store.bucket}/${ref.key}`
    if (text === null) throw new ObjectMissingError(`there is no object ${place}; start a new run`)
    if (sha256(text) !== ref.sha256) {
      throw new ObjectMissingError(`${place} is not what the plan recorded (checksum differs); start a new run`)
    }
    return parseLookup(text)
  }

  function forgetOthers(refs: readonly LookupRef[]): void {
    const needed = new Set(refs.map((ref) => ref.sha256))
    let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    for (const [checksum, { bytes }] of kept) {
      if (total <= mostKeptBytes) return
      if (needed.has(checksum)) continue
      kept.delete(checksum)
      total -= bytes
    }
  }

  return {
    async rowsOf(refs) {
      const tables = new Map<string, LookupRows>()
      for (const ref of refs) {
        const rows = kept.get(ref.sha256)?.rows ?? (await read(ref))
        kept.delete(ref.sha256)
        kept.set(ref.sha256, { rows, bytes: ref.bytes })
        tables.set(ref.table, rows)
      }
      forgetOthers(refs)
      return tables
    },
  }
}
