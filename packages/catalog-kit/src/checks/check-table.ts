import { checkColumns } from './check-columns.ts'
import { checkOrderedColumn, checkWhole, named, reportStrangers } from './check-fields.ts'
import { checkLoad } from './check-load.ts'
import { isFilled, isRecord, type Report } from './check-report.ts'
import { judgeMysqlName, judgeTarget } from './check-names.ts'
import type { CatalogProblem } from '../errors.ts'
import { lookupsOfColumn } from '../column/inputs.ts'
import type { Columns } from '../table/table.ts'

/** Chunks smaller than this cost more in starting than in reading. */
const MIN_CHUNK_ROWS = 1_000
/** Chunks larger than this outlast the 60 s that a chunk may take. */
const MAX_CHUNK_ROWS = 5_000_000

/** What one run reads in hours, not in days. */
const MAX_REREAD_ROWS = 100_000_000

const FIELDS: ReadonlySet<string> = new Set([
  'source',
  'target',
  'doc',
  'owner',
  'columns',
  'primaryKey',
  'split',
  'load',
  'lookups',
])

export function checkPrimaryKey(primaryKey: unknown, columns: Columns, report: Report): void {
  if (!Array.isArray(primaryKey) || primaryKey.length === 0) {
    report('primaryKey', 'has no columns', "name the columns of the table's primary key, in its order")
    return
  }
  for (const [index, name] of primaryKey.entries()) {
    checkOrderedColumn(`primaryKey[${index}]`, name, columns, report)
    if (primaryKey.indexOf(name) < index)
      report(`primaryKey[${index}]`, `"${named(name)}" is listed twice`, 'name it once')
  }
}

function checkSplit(split: unknown, columns: Columns, report: Report): void {
  if (split === undefined) return
  if (!isRecord(split)) return report('split', 'is not an object', 'write { by: "id", rows: 500_000 }, or leave it out')
  reportStrangers(split, new Set(['by', 'rows']), 'split.', report)
  if (split['by'] !== undefined) checkOrderedColumn('split.by', split['by'], columns, report)
  if (split['rows'] !== undefined) {
    checkWhole('split.rows', split['rows'], MIN_CHUNK_ROWS, MAX_CHUNK_ROWS, 'rows', report)
  }
}

function checkLookups(lookups: unknown, columns: Columns, report: Report): void {
  if (lookups === undefined) return
  const policies = 'write { onChange: "reread", atMostRows: 1_000_000 } or { onChange: "keep" }'
  if (!isRecord(lookups)) return report('lookups', 'is not an object', policies)
  if (Object.entries(columns).every(([name, column]) => lookupsOfColumn(name, column).length === 0)) {
    report('lookups', 'no column looks anything up', 'leave it out')
  }
  if (lookups['onChange'] === 'keep') return reportStrangers(lookups, new Set(['onChange']), 'lookups.', report)
  if (lookups['onChange'] !== 'reread') {
    return report('lookups.onChange', `is "${named(lookups['onChange'])}"`, policies)
  }
  reportStrangers(lookups, new Set(['onChange', 'atMostRows']), 'lookups.', report)
  if (lookups['atMostRows'] === undefined) return
  checkWhole('lookups.atMostRows', lookups['atMostRows'], 1, MAX_REREAD_ROWS, 'rows', report)
}

/**
 * Everything that is wrong with a table definition. It takes `unknown`, because a catalog outside this repository is
 * loaded without a compiler having seen it.
 */
export function checkTable(definition: unknown): readonly CatalogProblem[] {
  const problems: CatalogProblem[] = []
  const given = isRecord(definition) ? definition : {}
  const table = typeof given['target'] === 'string' ? given['target'] : named(given['source'])
  const report: Report = (field, found, fix) => problems.push({ table, field, found, fix })

  reportStrangers(given, FIELDS, '', report)
  const source = judgeMysqlName(given['source'])
  if (source !== null) report('source', source.found, source.fix)
  const target = judgeTarget(given['target'])
  if (target !== null) report('target', target.found, target.fix)
  if (!isFilled(given['doc'])) report('doc', 'is empty', 'say in a sentence what one row is')
  if (!isFilled(given['owner'])) report('owner', 'is empty', 'name the team to ask')
  const columns = checkColumns(given['columns'], report)
  checkPrimaryKey(given['primaryKey'], columns, report)
  checkSplit(given['split'], columns, report)
  checkLoad(given['load'], columns, 'table', report)
  checkLookups(given['lookups'], columns, report)
  return problems
}
