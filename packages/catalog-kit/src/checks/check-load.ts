import { MODE_NAMES, modeNamed } from '../modes/modes.ts'
import type { Columns } from '../table/table.ts'
import { named } from './check-fields.ts'
import { isRecord, type Report } from './check-report.ts'

/** `load`: a mode that there is, with the fields that the mode wants. */
export function checkLoad(load: unknown, columns: Columns, of: 'table' | 'model', report: Report): void {
  const possible = MODE_NAMES.flatMap((name) => modeNamed(name) ?? []).filter((mode) => of === 'table' || mode.model)
  const fix = `write ${possible.map(({ example }) => example).join(' or ')}`
  if (!isRecord(load)) return report('load', 'is missing', fix)
  const mode = modeNamed(load['mode'])
  if (mode === undefined || !possible.includes(mode)) return report('load.mode', `is "${named(load['mode'])}"`, fix)
  mode.check(load, columns, of, report)
}
