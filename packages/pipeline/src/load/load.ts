import { manifest, type Part, type TableState } from '@hourglass/contracts/steps'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { PartReader } from '@hourglass/contracts/store/parts'
import type { PartLoading } from '@hourglass/contracts/target/staging'
import type { LeaseRenewal } from '@hourglass/contracts/target/table-leases'
import { type CommonDeps, LEASE_SECONDS, tableNamed } from '../deps.ts'

export interface LoadDeps extends CommonDeps {
  readonly store: JsonObjects & PartReader
  readonly target: LeaseRenewal & PartLoading
}

/** Loads parts into staging, each in one transaction with its ledger row; parts already loaded are left alone. */
export async function loadParts(deps: LoadDeps, state: TableState, parts: readonly Part[]): Promise<void> {
  const { target, store, catalog, logger } = deps
  const table = tableNamed(catalog, state.table)
  await target.renewTable(table, { run: state.run, seconds: LEASE_SECONDS })
  for (const part of parts) {
    const object = { bucket: store.bucket, key: part.key }
    const { loaded } = await target.loadPart(table, state.staging, part, object, () => store.openPart(part))
    logger.info({ run: state.run, table: state.table, part: part.key, rows: part.rows, loaded }, 'part loaded')
  }
}

/** All parts of the sealed manifest, for a table small enough for one worker. */
export async function loadManifest(deps: LoadDeps, state: TableState): Promise<void> {
  const sealed = await deps.store.getJson(state.manifest.key, manifest)
  await loadParts(deps, state, sealed.parts)
}
