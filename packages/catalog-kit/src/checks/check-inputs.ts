import { isRecord, type Report } from './check-report.ts'
import { checkLookup, checkTaken } from './check-lookup.ts'
import { judgeMysqlName } from './check-names.ts'
import { isLookup } from '../column/inputs.ts'
import type { Column, Columns } from '../table/table.ts'

const ROW_TRANSFORM = 'name a row transform, e.g. secondsBetween, in "using"'

function isKind(value: unknown): boolean {
  return isRecord(value) && typeof value['accepts'] === 'function'
}

/** The names that a row transform takes; null for a transform of one value. */
function namesTaken(using: unknown): readonly string[] | null {
  if (!isRecord(using) || !isRecord(using['inputs'])) return null
  return Object.keys(using['inputs'])
}

/** Checks that a column has one origin, and a computed one everything that makes its value. */
export function checkInputs(name: string, column: Column, columns: Columns, report: Report): void {
  const at = `columns.${name}`
  if (isLookup(column.from)) {
    const inside = 'put the lookup under "inputs", and a row transform into "using"'
    for (const option of ['using', 'reads', 'inputs'] as const) {
      if (column[option] !== undefined) report(`${at}.${option}`, 'does nothing beside a lookup in "from"', inside)
    }
    checkLookup(`${at}.from`, column.from, columns, report)
    return checkTaken(at, column, column.from, report)
  }
  if (column.inputs === undefined) {
    const taken = namesTaken(column.using)
    if (taken === null) return
    return report(`${at}.inputs`, 'is missing', `name what ${column.using?.name} takes: ${taken.join(', ')}`)
  }
  for (const option of ['from', 'reads'] as const) {
    if (column[option] !== undefined) report(`${at}.${option}`, 'does nothing beside "inputs"', 'remove one of them')
  }
  checkEach(at, column.inputs, columns, report)
  checkTransform(at, column, report)
}

function checkEach(at: string, inputs: unknown, columns: Columns, report: Report): void {
  if (!isRecord(inputs) || Object.keys(inputs).length === 0) {
    return report(`${at}.inputs`, 'has no inputs', 'write { sent_at: timestamp, … }, or leave it out')
  }
  for (const [input, value] of Object.entries(inputs)) {
    const field = `${at}.inputs.${input}`
    if (isLookup(value)) {
      checkLookup(field, value, columns, report)
    } else if (isKind(value)) {
      const verdict = judgeMysqlName(input)
      if (verdict !== null) report(field, verdict.found, verdict.fix)
    } else {
      report(field, 'is neither a kind nor a lookup', 'import a kind from @hourglass/catalog-kit/kinds')
    }
  }
}

function checkTransform(at: string, { inputs, using }: Column, report: Report): void {
  if (using === undefined) return report(`${at}.using`, 'nothing makes a value of the inputs', ROW_TRANSFORM)
  const taken = namesTaken(using)
  if (taken === null) return report(`${at}.using`, `${using.name} takes one value, not inputs`, ROW_TRANSFORM)
  const given = Object.keys(inputs ?? {})
  for (const name of taken.filter((one) => !given.includes(one))) {
    report(`${at}.inputs`, `lacks "${name}", which ${using.name} takes`, 'add it')
  }
  for (const name of given.filter((one) => !taken.includes(one))) {
    report(`${at}.inputs.${name}`, `${using.name} does not take it`, `remove it; it takes ${taken.join(', ')}`)
  }
}
