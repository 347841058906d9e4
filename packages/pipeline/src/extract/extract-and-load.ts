import { chunksPlan, type TableState } from '@hourglass/contracts/steps'
import { type ExtractDeps, extractChunks } from './extract.ts'
import { type LoadDeps, loadManifest } from '../load/load.ts'
import { type StageDeps, stage } from '../load/stage.ts'

/** A table of one chunk: extract, stage and load in one worker, with the same records and ledger as a large one. */
export async function extractAndLoad(
  deps: ExtractDeps & StageDeps & LoadDeps,
  state: TableState,
  attempt: string,
): Promise<TableState> {
  const plan = await deps.store.getJson(state.chunks.key, chunksPlan)
  await extractChunks(deps, state, plan.chunks, attempt)
  const staged = await stage(deps, state)
  await loadManifest(deps, staged)
  return staged
}
