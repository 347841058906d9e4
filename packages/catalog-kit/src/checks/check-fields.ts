import type { Report } from './check-report.ts'
import { isComputed } from '../column/inputs.ts'
import type { Columns } from '../table/table.ts'

/** A name for a message, whatever was found in its place. */
export function named(value: unknown): string {
  return typeof value === 'string' ? value : typeof value
}

export function reportStrangers(
  given: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  at: string,
  report: Report,
) {
  for (const name of Object.keys(given)) {
    if (!known.has(name)) report(`${at}${name}`, 'there is no such field', 'correct its name or remove it')
  }
}

/** A column that keys, splits or cursors need: there, never NULL, ordered, and the same value in both databases. */
export function checkOrderedColumn(field: string, name: unknown, columns: Columns, report: Report): void {
  const column = typeof name === 'string' && Object.hasOwn(columns, name) ? columns[name] : undefined
  if (column === undefined) {
    report(field, `"${named(name)}" is not a column of this table`, `choose one of: ${Object.keys(columns).join(', ')}`)
    return
  }
  if (column.nullable) report(field, `"${named(name)}" may be NULL`, 'choose a column that never is')
  if (!column.kind.orderable) {
    report(
      field,
      `"${named(name)}" is col.${column.kind.name}, whose values have no exact order`,
      'choose another column',
    )
  }
  if (column.using === undefined && isComputed(column)) {
    report(field, `"${named(name)}" comes from another table`, 'choose a column that MySQL has')
  }
  if (column.using !== undefined) {
    report(field, `"${named(name)}" goes through ${column.using.name}`, 'choose a column without a transform')
  }
}

export function checkWhole(
  field: string,
  value: unknown,
  min: number,
  max: number,
  unit: string,
  report: Report,
): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return
  report(
    field,
    `is ${typeof value === 'number' ? value : named(value)}`,
    `give a whole number of ${unit} from ${min} to ${max}`,
  )
}

export function checkCursor(cursor: unknown, columns: Columns, report: Report): void {
  if (cursor === undefined) {
    return report(
      'load.cursor',
      'is missing',
      'name the column that moves forward when a row changes, or use mode "replace"',
    )
  }
  checkOrderedColumn('load.cursor', cursor, columns, report)
  const kind = typeof cursor === 'string' && Object.hasOwn(columns, cursor) ? columns[cursor]?.kind : undefined
  if (kind?.orderable === true && !kind.temporal) {
    report(
      'load.cursor',
      `"${named(cursor)}" is col.${kind.name}; a cursor needs a date with a time of day`,
      'choose a timestamp or timestamptz',
    )
  }
}
