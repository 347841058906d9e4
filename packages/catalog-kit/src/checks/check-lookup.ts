import { isRecord, type Report } from './check-report.ts'
import { lookupsOfColumn } from '../column/inputs.ts'
import type { Cell, Kind } from '../column/kind.ts'
import type { Lookup, LookupHop, LookupStart } from '../column/lookup.ts'
import { type Column, type Columns, sourceKind, sourceName } from '../table/table.ts'

const POLICIES = `write "null", "quarantine" or { value: … }`

const same = (a: Kind, b: Kind): boolean => a.name === b.name && a.options === b.options
const words = ({ name, options }: Kind): string => (options === '' ? name : `${name}({ ${options} })`)

/** Checks the way of a lookup from its first key to the value that it takes. */
export function checkLookup(field: string, lookup: Lookup, columns: Columns, report: Report): void {
  const { start, hops, missing } = lookup
  let key = startKind(field + '.by'.repeat(hops.length), start, columns, report)
  for (const [place, hop] of hops.entries()) {
    // As the file nests them: the last table is named first.
    const at = field + '.by'.repeat(hops.length - 1 - place)
    const target = isRecord(hop.table) && isRecord(hop.table.columns) ? hop.table.target : null
    if (target === null) return report(at, 'looks into something other than a table', 'import the table from its file')
    const own = keyKind(at, hop, report)
    if (own === null) return
    if (key !== null && !same(key, own)) {
      const fix = 'take the column that holds its key'
      report(`${at}.by`, `looks up the key of ${target}, which is ${words(own)}, by ${words(key)}`, fix)
    }
    const taken = takenColumn(at, hop, report)
    if (taken === null) return
    key = taken.kind
  }
  const known = missing === 'null' || missing === 'quarantine' || (isRecord(missing) && 'value' in missing)
  if (!known) report(`${field}.missing`, 'says nothing of rows whose key is not there', POLICIES)
  if (key === null || !isRecord(missing)) return
  const refused = refusalOf(key, missing['value'])
  if (refused !== null) report(`${field}.missing.value`, refused, `give a value of col.${key.name}`)
}

/** The kind of the first key; null when it is unknown, which is reported unless a transform makes the key. */
function startKind(
  field: string,
  { column, reads: kind, using }: LookupStart,
  columns: Columns,
  report: Report,
): Kind | null {
  if (typeof column !== 'string') {
    report(field, 'is neither a column nor a way to a key', 'name a MySQL column of this table, or use via or keyFrom')
    return null
  }
  if (using !== null) {
    checkMade(field, kind, using, report)
    return null
  }
  const reads = Object.entries(columns).filter(
    ([name, one]) => sourceName(name, one) === column && one.inputs === undefined && typeof one.from !== 'object',
  )
  const [plain] = reads.filter(([, one]) => one.using === undefined)
  const found = plain ?? reads[0]
  if (found !== undefined) return sourceKind(found[1])
  report(field, `no column of this table reads "${column}" in MySQL`, 'copy that column, or use keyFrom')
  return null
}

/** What `keyFrom` names. */
function checkMade(field: string, reads: unknown, using: unknown, report: Report): void {
  if (!isRecord(reads) || typeof reads['accepts'] !== 'function') {
    report(`${field}.reads`, 'is not a kind', 'import one from @hourglass/catalog-kit/kinds')
  }
  if (!isRecord(using) || typeof using['apply'] !== 'function') {
    report(`${field}.using`, 'is not a transform', 'import one from @hourglass/transform')
  } else if (using['masks'] === true) {
    report(`${field}.using`, 'is a mask, and no table has masked keys', 'join by the masked column in a model')
  }
}

function keyKind(field: string, { table }: LookupHop, report: Report): Kind | null {
  const [key = '', ...more] = table.primaryKey
  if (more.length > 0) {
    const keys = table.primaryKey.join(', ')
    report(
      field,
      `the key of ${table.target} is ${keys}`,
      'look up a table with one key column; join others in a model',
    )
    return null
  }
  const column = table.columns[key]
  if (column?.pii === true) {
    report(field, `the key of ${table.target} is personal data`, 'join it in a model, where it stays in Postgres')
  }
  return column?.kind ?? null
}

/** The taken column, if it may be taken. */
function takenColumn(field: string, { table, take }: LookupHop, report: Report): Column | null {
  const column = Object.hasOwn(table.columns, take) ? table.columns[take] : undefined
  const place = `${table.target}.${take}`
  if (column === undefined) {
    report(`${field}.take`, `there is no ${place}`, `choose one of: ${Object.keys(table.columns).join(', ')}`)
    return null
  }
  if (column.pii || column.using?.masks === true) {
    report(`${field}.take`, `${place} holds personal data, which does not leave its table`, 'take another column')
  }
  if (lookupsOfColumn(take, column).length > 0) {
    report(`${field}.take`, `${place} is looked up itself`, 'look it up where it comes from, with via')
  }
  return column
}

/** Checks that the column of a lookup holds every value that the lookup can return. */
export function checkTaken(at: string, column: Column, { hops, missing }: Lookup, report: Report): void {
  const last = hops.at(-1)
  const taken = last?.table.columns[last.take]
  if (last === undefined || taken === undefined) return
  const place = `${last.table.target}.${last.take}`
  const field = `${at}.from`
  if (taken.kind.postgresType !== column.kind.postgresType) {
    report(field, `${place} is ${taken.kind.postgresType}`, `build the column with col.${taken.kind.name}`)
  }
  if (!column.nullable && taken.nullable) report(`${at}.nullable`, `${place} may be NULL`, 'write nullable: true')
  if (!column.nullable && missing === 'null') {
    report(`${at}.nullable`, 'a missing key becomes NULL', 'write nullable: true')
  }
}

/** Why a kind does not take a value; null when it does. */
function refusalOf(kind: Kind, value: unknown): string | null {
  let refused: string | null = null
  const reject = (reason: string): never => {
    refused = reason.replace('the transform returned', 'is')
    throw new Error(refused)
  }
  const cell: Cell = { nullable: false, note: () => undefined, reject }
  try {
    kind.encode(value, cell)
  } catch {
    return refused ?? 'is of another type'
  }
  return null
}
