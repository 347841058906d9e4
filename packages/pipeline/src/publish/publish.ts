import { modeOf } from '@hourglass/catalog-kit/modes'
import { manifest, type TableOutcome, type TableState } from '@hourglass/contracts/steps'
import type { SourceKeys } from '@hourglass/contracts/source/keys'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { Publishing } from '@hourglass/contracts/target/publishing'
import { type CommonDeps, tableNamed } from '../deps.ts'

export interface PublishDeps extends CommonDeps {
  readonly source: SourceKeys
  readonly store: JsonObjects
  readonly target: Publishing
}

/**
 * Last step of one table: makes the staged rows live, with watermark, fence and ledger, in one transaction. A later
 * extract that is already live makes this one `superseded`, which is an answer, not an error (invariant I4).
 */
export async function publish(deps: PublishDeps, state: TableState): Promise<TableOutcome> {
  const { store, target, source, catalog, clock, logger } = deps
  const table = tableNamed(catalog, state.table)
  const sealed = await store.getJson(state.manifest.key, manifest)
  const answer = await target.publish({
    table,
    way: modeOf(table).name,
    run: state.run,
    staging: state.staging,
    manifest: sealed,
    allowMassDelete: state.allowMassDelete,
    recheck: (keys) => source.existingKeys(table, keys),
  })
  const published = answer.result === 'published'
  logger.info({ run: state.run, table: state.table, result: answer.result, rows: sealed.rows }, 'table published')
  return {
    run: state.run,
    table: state.table,
    result: answer.result,
    reason: published ? '' : answer.reason,
    mode: modeOf(table).name,
    window: sealed.window,
    boundBy: sealed.boundBy,
    chunks: sealed.chunks,
    rowsRead: sealed.rowsRead,
    rowsQuarantined: sealed.rowsQuarantined,
    bytes: sealed.bytes,
    counts: published ? answer.counts : null,
    conversions: sealed.conversions,
    ...(sealed.notes === undefined ? {} : { notes: sealed.notes }),
    ...(sealed.weakenings === undefined ? {} : { weakenings: sealed.weakenings }),
    ...(published && answer.setAside !== undefined ? { setAside: answer.setAside } : {}),
    seconds: (clock.now().getTime() - Date.parse(sealed.startedAt)) / 1000,
  }
}
