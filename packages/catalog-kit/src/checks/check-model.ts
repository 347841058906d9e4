import { checkColumns } from './check-columns.ts'
import { isFilled, isRecord, type Report } from './check-report.ts'
import { judgeTarget } from './check-names.ts'
import { named, reportStrangers } from './check-fields.ts'
import { checkLoad } from './check-load.ts'
import { checkPrimaryKey } from './check-table.ts'
import { modeNamed } from '../modes/modes.ts'
import type { CatalogProblem } from '../errors.ts'
import { bindSince } from '../table/model-sql.ts'
import type { Columns } from '../table/table.ts'

const FIELDS: ReadonlySet<string> = new Set([
  'target',
  'doc',
  'owner',
  'columns',
  'primaryKey',
  'inputs',
  'sql',
  'load',
])

/** What only a column that comes from MySQL can have. */
const SOURCE_OPTIONS = ['from', 'reads', 'using'] as const

function checkComputed(columns: Columns, report: Report): void {
  for (const [name, column] of Object.entries(columns)) {
    for (const option of SOURCE_OPTIONS) {
      if (column[option] === undefined) continue
      report(`columns.${name}.${option}`, 'a model reads no MySQL column', 'compute the value in the SELECT')
    }
  }
}

function checkInputs(inputs: unknown, target: unknown, report: Report): void {
  if (!Array.isArray(inputs) || inputs.length === 0) {
    return report('inputs', 'names no table', 'list every table and model that the SELECT reads')
  }
  const seen = new Set<string>()
  for (const [index, input] of inputs.entries()) {
    const at = `inputs[${index}]`
    if (!isRecord(input) || typeof input['target'] !== 'string') {
      report(at, 'is not a table', 'import it from ../tables or from this folder')
    } else if (input['target'] === target) {
      report(at, 'is the model itself', 'a model cannot read what it makes; remove it')
    } else if (seen.has(input['target'])) {
      report(at, `"${input['target']}" is listed twice`, 'name it once')
    } else {
      seen.add(input['target'])
    }
  }
}

function checkSql(sql: unknown, load: unknown, report: Report): void {
  if (!isFilled(sql)) {
    return report('sql', 'is empty', 'write the SELECT into the .sql file beside it, then run `pnpm golden`')
  }
  const { takesSince } = bindSince(sql)
  const model = modeNamed(isRecord(load) ? load['mode'] : undefined)?.model
  if (model?.takesSince === true && !takesSince) {
    report(
      'sql',
      'has no :since',
      'keep rows whose inputs changed: (:since IS NULL OR cursor >= :since), or use "replace"',
    )
  }
  if (model?.takesSince === false && takesSince) {
    report('sql', 'has a :since, but this mode makes every row', 'remove it, or use mode "merge"')
  }
}

/** Everything that is wrong with a model definition, whether or not a compiler has seen it. */
export function checkModel(definition: unknown): readonly CatalogProblem[] {
  const problems: CatalogProblem[] = []
  const given = isRecord(definition) ? definition : {}
  const table = named(given['target'])
  const report: Report = (field, found, fix) => problems.push({ table, field, found, fix })

  reportStrangers(given, FIELDS, '', report)
  const target = judgeTarget(given['target'])
  if (target !== null) report('target', target.found, target.fix)
  if (!isFilled(given['doc'])) report('doc', 'is empty', 'say in a sentence what one row is')
  if (!isFilled(given['owner'])) report('owner', 'is empty', 'name the team to ask')
  const columns = checkColumns(given['columns'], report)
  checkComputed(columns, report)
  checkPrimaryKey(given['primaryKey'], columns, report)
  checkInputs(given['inputs'], given['target'], report)
  checkLoad(given['load'], columns, 'model', report)
  checkSql(given['sql'], given['load'], report)
  return problems
}
