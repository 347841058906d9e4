import { manifest, type Part, type TableState } from '@hourglass/contracts/steps'
import { LEASE_SECONDS, type TargetDeps, tableNamed } from '../deps.ts'

/** Loads parts into staging, each in one transaction with its ledger row; parts already loaded are left alone. */
export async function loadParts(deps: TargetDeps, state: TableState, parts: readonly Part[]): Promise<void> {
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
export async function loadManifest(deps: TargetDeps, state: TableState): Promise<void> {
  const sealed = await deps.store.getJson(state.manifest.key, manifest)
  await loadParts(deps, state, sealed.parts)
}
