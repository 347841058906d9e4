import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import type { Table } from '@hourglass/catalog-kit/table'
import type { RunMode, TableWindow } from '@hourglass/contracts/steps'
import type { PreviewEvent, TablePreview } from '@hourglass/contracts/preview'
import { secondsBefore } from '@hourglass/contracts/watermark'
import { chooseTables, type Deps } from './deps.ts'

/**
 * What the next run would do with each table, found out without a lease, a fence or a row moved. Makes the control
 * schema when it is not there yet, because the watermarks live in it.
 */
export async function preview(deps: Deps, request: PreviewEvent['preview']): Promise<readonly TablePreview[]> {
  const tables = chooseTables(deps.catalog, request.tables)
  const mode = request.mode ?? 'incremental'
  await deps.target.migrate()
  const [progress, estimates] = await Promise.all([deps.target.progress(tables), deps.source.estimateRows(tables)])
  const previews: TablePreview[] = []
  for (const table of tables) {
    const watermark = progress.get(table.target)?.watermark ?? null
    const columns = await deps.source.describe(table)
    const problems = columns
      ? compareWithCatalog(table, columns)
      : [`there is no table "${table.source}" in the source database`]
    const window = previewWindow(table, mode, watermark)
    previews.push({
      table: table.target,
      mode: table.load.mode,
      watermark,
      window,
      problems: [...problems],
      estimatedRows: estimates.get(table.target) ?? 0,
      chunks: problems.length > 0 ? 0 : await countChunks(deps, table, window),
    })
  }
  return previews
}

function previewWindow(table: Table, mode: RunMode, watermark: string | null): TableWindow {
  if (table.load.mode === 'replace' || mode === 'full' || watermark === null) return { lower: null, bound: null }
  return { lower: secondsBefore(watermark, table.load.overlapSeconds), bound: null }
}

async function countChunks({ source }: Deps, table: Table, window: TableWindow): Promise<number> {
  if (window.lower !== null && !(await source.hasRows(table, window))) return 0
  return (await source.planChunks(table, window)).length
}
