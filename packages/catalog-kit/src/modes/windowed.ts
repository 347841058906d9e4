import { checkCursor, checkWhole, reportStrangers } from '../checks/check-fields.ts'
import type { Report } from '../checks/check-report.ts'
import type { Columns } from '../table/table.ts'

/** Default of `load.overlapSeconds`: 10 minutes (invariant I1). */
export const DEFAULT_OVERLAP_SECONDS = 600

/** A week. */
const MAX_OVERLAP_SECONDS = 604_800

/** The fields of a mode that reads a window by a cursor. */
export function checkWindow(
  load: Readonly<Record<string, unknown>>,
  columns: Columns,
  of: 'table' | 'model',
  report: Report,
): void {
  const fields = of === 'table' ? ['mode', 'cursor', 'overlapSeconds'] : ['mode', 'cursor']
  reportStrangers(load, new Set(fields), 'load.', report)
  checkCursor(load['cursor'], columns, report)
  if (of === 'table' && load['overlapSeconds'] !== undefined) {
    checkWhole('load.overlapSeconds', load['overlapSeconds'], 0, MAX_OVERLAP_SECONDS, 'seconds', report)
  }
}
