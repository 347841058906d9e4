import { checkInputs } from './check-inputs.ts'
import { isFilled, isRecord, type Report } from './check-report.ts'
import { judgeColumnName, judgeMysqlName } from './check-names.ts'
import { isComputed, isLookup } from '../column/inputs.ts'
import type { KindProblem } from '../column/kind.ts'
import { type Column, type Columns, sourceName } from '../table/table.ts'

/** Postgres takes no more columns in a table. */
const MAX_COLUMNS = 1600

const BUILD_WITH_COL = 'build it with col, e.g. col.text({ doc: "..." })'

function isColumn(value: unknown): value is Column {
  return isRecord(value) && isRecord(value['kind']) && typeof value['kind']['postgresType'] === 'string'
}

function reportVerdict(report: Report, field: string, verdict: KindProblem | null): void {
  if (verdict !== null) report(field, verdict.found, verdict.fix)
}

function checkColumn(name: string, column: Column, report: Report): void {
  const at = `columns.${name}`
  reportVerdict(report, at, judgeColumnName(name))
  if (!isFilled(column.doc)) report(`${at}.doc`, 'is empty', 'say in a sentence what the column holds')
  for (const flag of ['nullable', 'pii'] as const) {
    if (typeof column[flag] !== 'boolean')
      report(`${at}.${flag}`, 'is neither true nor false', 'write true, or leave it out')
  }
  if (column.from !== undefined && !isLookup(column.from)) {
    reportVerdict(report, `${at}.from`, judgeMysqlName(column.from))
  }
  for (const problem of column.kind.problems) reportVerdict(report, at, problem)
  for (const stray of column.stray ?? []) {
    report(`${at}.${stray}`, `col.${column.kind.name} has no such option`, 'correct its name or remove it')
  }
  checkTransform(at, column, report)
}

function checkTransform(at: string, { using, reads }: Column, report: Report): void {
  if (using !== undefined && typeof using?.apply !== 'function') {
    report(`${at}.using`, 'is not a transform', 'import one from @hourglass/transform')
  }
  if (reads === undefined) return
  if (using === undefined)
    report(`${at}.reads`, 'nothing turns its values into the kind', 'name a transform in "using"')
  if (!isRecord(reads) || typeof reads.accepts !== 'function') {
    report(`${at}.reads`, 'is not a kind', 'import one from @hourglass/catalog-kit/kinds')
  }
}

/** Two columns may read one MySQL column, but only one of them as it is: the other is a copy by mistake. */
function checkSources(columns: Columns, report: Report): void {
  const untouched = new Map<string, string>()
  for (const [name, column] of Object.entries(columns)) {
    if (column.using !== undefined || isComputed(column)) continue
    // MySQL compares column names without regard to case.
    const source = sourceName(name, column)
    const earlier = untouched.get(source.toLowerCase())
    if (earlier === undefined) untouched.set(source.toLowerCase(), name)
    else
      report(
        `columns.${name}.from`,
        `"${source}" is already read by "${earlier}"`,
        'correct "from", or remove one of them',
      )
  }
}

/** Checks each column and returns those that can be checked further. */
export function checkColumns(columns: unknown, report: Report): Columns {
  if (!isRecord(columns) || Object.keys(columns).length === 0) {
    report('columns', 'has no columns', 'name at least the columns of the key')
    return {}
  }
  const count = Object.keys(columns).length
  if (count > MAX_COLUMNS) report('columns', `has ${count} columns`, `Postgres takes ${MAX_COLUMNS}; leave some out`)
  const usable: Record<string, Column> = {}
  for (const [name, column] of Object.entries(columns)) {
    if (isColumn(column)) {
      usable[name] = column
      checkColumn(name, column, report)
    } else {
      report(`columns.${name}`, 'is not a column', BUILD_WITH_COL)
    }
  }
  for (const [name, column] of Object.entries(usable)) checkInputs(name, column, usable, report)
  checkSources(usable, report)
  return usable
}
