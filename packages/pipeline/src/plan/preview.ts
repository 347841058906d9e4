import { modeOf } from '@hourglass/catalog-kit/modes'
import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import type { Models } from '@hourglass/catalog-kit/model'
import type { Table } from '@hourglass/catalog-kit/table'
import type { RunMode, TableWindow } from '@hourglass/contracts/steps'
import type { PreviewEvent, TablePreview } from '@hourglass/contracts/preview'
import type { SourceEstimates } from '@hourglass/contracts/source/estimates'
import type { SourceSchema } from '@hourglass/contracts/source/schema'
import type { SourceWindows } from '@hourglass/contracts/source/windows'
import type { Progress } from '@hourglass/contracts/target/progress'
import type { ControlSchema } from '@hourglass/contracts/target/schema'
import { secondsBefore } from '@hourglass/contracts/watermark'
import { chooseTables, type CommonDeps } from '../deps.ts'
import { lookupProblems } from '../extract/lookup-snapshots.ts'
import { chooseModels } from './plan-models.ts'

export interface PreviewDeps extends Pick<CommonDeps, 'catalog'> {
  readonly source: SourceSchema & SourceEstimates & SourceWindows
  readonly target: ControlSchema & Progress
  readonly models: Models
}

/**
 * What the next run would do with each table, and which models it would build, found out without a lease, a fence or a row moved. Makes the control
 * schema when it is not there yet, because the watermarks live in it.
 */
export async function preview(deps: PreviewDeps, request: PreviewEvent['preview']): Promise<readonly TablePreview[]> {
  const tables = chooseTables(deps.catalog, request.tables, [], deps.models)
  const mode = request.mode ?? 'incremental'
  await deps.target.migrate()
  const [progress, estimates] = await Promise.all([deps.target.progress(tables), deps.source.estimateRows(tables)])
  const previews: TablePreview[] = []
  for (const table of tables) {
    const watermark = progress.get(table.target)?.watermark ?? null
    const columns = await deps.source.describe(table)
    const own = columns
      ? compareWithCatalog(table, columns)
      : [`there is no table "${table.source}" in the source database`]
    const problems = [...own, ...(await lookupProblems(deps, table))]
    const window = previewWindow(table, mode, watermark)
    previews.push({
      table: table.target,
      mode: modeOf(table).name,
      watermark,
      window,
      problems,
      estimatedRows: estimates.get(table.target) ?? 0,
      chunks: problems.length > 0 ? 0 : await countChunks(deps, table, window),
    })
  }
  return [...previews, ...(await previewModels(deps, chooseModels(deps.models, request.tables, tables)))]
}

/** Which of its rows a model would make depends on what the run publishes; as an estimate, what it made last. */
async function previewModels({ target }: PreviewDeps, models: Models): Promise<readonly TablePreview[]> {
  const progress = await target.progress(models)
  return models.map((model) => {
    const known = progress.get(model.target)
    return {
      table: model.target,
      mode: `model ${modeOf(model).name}`,
      watermark: known?.watermark ?? null,
      window: { lower: null, bound: null },
      problems: [],
      estimatedRows: known?.lastRows ?? 0,
      chunks: 0,
    }
  })
}

function previewWindow(table: Table, mode: RunMode, watermark: string | null): TableWindow {
  const reads = modeOf(table).window
  if (reads === null || mode === 'full' || watermark === null) return { lower: null, bound: null }
  return { lower: secondsBefore(watermark, reads.overlapSeconds), bound: null }
}

async function countChunks({ source }: PreviewDeps, table: Table, window: TableWindow): Promise<number> {
  if (window.lower !== null && !(await source.hasRows(table, window))) return 0
  return (await source.planChunks(table, window)).length
}
