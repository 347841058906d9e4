import type { CatalogProblem } from '@hourglass/catalog-kit/errors'
import { type Model, modelFile, type Models } from '@hourglass/catalog-kit/model'
import { bindSince } from '@hourglass/catalog-kit/model-sql'
import { messageOf } from '@hourglass/core/errors'
import { parse } from 'libpg-query'
import { type Node, nodesOf, outputColumns, relationsOf, restlessCalls } from './sql-tree.ts'

/*
 * What is wrong with the SQL of models, found by Postgres' own parser: no database is needed. What the parser cannot
 * know, the types of columns, is checked by each build.
 */

type Report = (found: string, fix: string) => void

/** Problems of all models at once. */
export async function checkModelSql(models: Models): Promise<readonly CatalogProblem[]> {
  const found = await Promise.all(models.map(problemsOf))
  return found.flat()
}

async function problemsOf(model: Model): Promise<readonly CatalogProblem[]> {
  const problems: CatalogProblem[] = []
  const report: Report = (found, fix) => {
    problems.push({ file: `${modelFile(model.target)}.sql`, table: model.target, field: 'sql', found, fix })
  }
  const select = await parseSelect(model.sql, report)
  if (select !== null) {
    checkColumns(model, select, report)
    checkInputs(model, select, report)
    for (const call of restlessCalls(select)) {
      report(
        `${call} returns another value at each build`,
        'take times from the inputs, so that a rebuild changes nothing',
      )
    }
  }
  return problems
}

/** The tree of the one SELECT, or null when there is none. */
async function parseSelect(sql: string, report: Report): Promise<Node | null> {
  let statements: readonly Node[]
  try {
    statements = nodesOf(await parse(bindSince(sql).text), 'stmt')
  } catch (thrown) {
    report(`Postgres cannot read it: ${messageOf(thrown)}`, 'correct it')
    return null
  }
  const [statement] = statements
  const select = statement?.['SelectStmt']
  const writes = statements.flatMap((each) =>
    ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'intoClause', 'lockingClause'].filter(
      (name) => nodesOf(each, name).length > 0,
    ),
  )
  if (statements.length === 1 && select !== undefined && writes.length === 0) return { SelectStmt: select }
  report('is not one SELECT that only reads', 'write one SELECT, without INTO, FOR UPDATE and statements that write')
  return null
}

function checkColumns(model: Model, select: Node, report: Report): void {
  const given = outputColumns(select)
  const unnamed = given.findIndex((name) => name === null)
  if (unnamed >= 0) {
    report(
      `returns column ${unnamed + 1} without a name of its own`,
      'write "AS name"; name columns one by one, not by *',
    )
    return
  }
  const wanted = Object.keys(model.columns)
  if (given.join() === wanted.join()) return
  report(
    `returns the columns ${given.join(', ')}`,
    `return exactly the declared ones, in their order: ${wanted.join(', ')}`,
  )
}

function checkInputs(model: Model, select: Node, report: Report): void {
  const { named, unqualified } = relationsOf(select)
  for (const name of unqualified) report(`reads "${name}" without its schema`, `write schema.${name}`)
  for (const name of named.filter((each) => !model.inputs.includes(each))) {
    report(
      `reads ${name}, which the model does not declare as an input`,
      `add it to "inputs" in ${modelFile(model.target)}.ts`,
    )
  }
  for (const name of model.inputs.filter((each) => !named.includes(each))) {
    report(`does not read ${name}, an input of the model`, `remove it from "inputs" in ${modelFile(model.target)}.ts`)
  }
}
