import { quotePostgres } from '@hourglass/catalog-kit/identifiers'
import { type Model, modelHash } from '@hourglass/catalog-kit/model'
import { modeOf } from '@hourglass/catalog-kit/modes'
import { bindSince } from '@hourglass/catalog-kit/model-sql'
import { ModelSqlError } from '@hourglass/contracts/errors'
import type { ModelBuild, StageModelAnswer, StageModelRequest } from '@hourglass/contracts/target/models'
import { catalogTypes } from '../schema/describe.ts'
import { sql } from '../generated/sql.ts'
import { columnList, stagingTable } from '../schema/identifiers.ts'
import { boundOf, type BuiltState, type InputState, planBuild } from './plan-build.ts'
import { makeStaging } from './staging.ts'
import type { Transaction } from '../connection/transaction.ts'

/** Stands in the ledger of staging for the one statement that filled it. */
const MODEL_PART = 'model'

/**
 * Fills a staging table with the rows of a model. The transaction must see one snapshot: what the ledger says of the
 * inputs has to be true of the rows that the SELECT reads.
 *
 * @throws ModelSqlError
 */
export async function stageModel(tx: Transaction, request: StageModelRequest): Promise<StageModelAnswer> {
  const { model, run, staging } = request
  const inputs = await readInputs(tx, model, run)
  const bound = boundOf(inputs)
  const behind = inputs.filter(({ thisRun }) => !thisRun).map(({ target }) => target)
  const definition = modelHash(model)
  const plan = planBuild(model, definition, await readBuilt(tx, model), inputs, request.mode)
  if (plan.action !== 'build') return { action: plan.action, bound, behind, because: plan.because }
  await checkColumns(tx, model, plan.since)
  await makeStaging(tx, model, staging)
  const rows = await fill(tx, model, staging, plan.since)
  await tx.run(sql.recordPart, [staging, MODEL_PART, rows])
  await checkRows(tx, model, staging, plan.since)
  return {
    action: 'staged',
    bound,
    behind,
    rows,
    window: { lower: plan.since, bound },
    because: plan.because,
    build: { definition, inputs: Object.fromEntries(inputs.map(({ target, fence }) => [target, fence ?? 0])) },
  }
}

/** Remembers what the rows were made of, in the transaction that makes them live. */
export async function recordBuild(tx: Transaction, target: string, build: ModelBuild): Promise<void> {
  await tx.run(sql.recordBuild, [target, build.definition, JSON.stringify(build.inputs)])
}

interface InputRow {
  readonly target: string
  readonly fence: string | null
  readonly watermark: string | null
  readonly seen: string | null
  readonly changed: boolean
  readonly anywhere: boolean
  readonly lower: string | null
  readonly this_run: boolean
}

async function readInputs(tx: Transaction, model: Model, run: string): Promise<readonly InputState[]> {
  const rows = await tx.rows<InputRow>(sql.modelInputs, [model.target, model.inputs, run])
  return rows.map(({ fence, seen, this_run, ...row }) => ({
    ...row,
    fence: fence === null ? null : Number(fence),
    seen: seen === null ? null : Number(seen),
    thisRun: this_run,
  }))
}

async function readBuilt(tx: Transaction, model: Model): Promise<BuiltState | null> {
  const [built] = await tx.rows<{ definition: string; watermark: string | null }>(sql.modelState, [model.target])
  return built ?? null
}

/** Values of the parameters that the SQL has: Postgres refuses one that is not used. */
function valuesOf(model: Model, since: string | null): readonly unknown[] {
  return bindSince(model.sql).takesSince ? [since] : []
}

/** Names, order and types must be the catalog's: an INSERT would cast silently, and round (edge case 56). */
async function checkColumns(tx: Transaction, model: Model, since: string | null): Promise<void> {
  const { text } = bindSince(model.sql)
  // The line break ends a comment that the text may end with.
  const fields = await tx.fields(`select * from (${text}\n) as model limit 0`, valuesOf(model, since))
  const types = await catalogTypes(tx, model)
  const given = fields.map(({ name }) => name)
  const wanted = [...types.keys()]
  const problems =
    given.join() === wanted.join()
      ? fields.flatMap(({ name, dataTypeID, dataTypeModifier }) => {
          const type = types.get(name)
          if (type?.type === dataTypeID && type.modifier === dataTypeModifier) return []
          const postgresType = model.columns[name]?.kind.postgresType
          return [`column "${name}" is not ${postgresType}; cast it: (...)::${postgresType}`]
        })
      : [`it returns the columns ${given.join(', ')}; the model declares ${wanted.join(', ')}`]
  if (problems.length === 0) return
  throw new ModelSqlError(
    `model "${model.target}": the SELECT is not what the model says:\n${problems.map((each) => `  - ${each}`).join('\n')}`,
    { fields: { table: model.target, differences: problems.length } },
  )
}

/** One statement, one snapshot. Gives the number of rows. */
function fill(tx: Transaction, model: Model, staging: string, since: string | null): Promise<number> {
  const columns = columnList(Object.keys(model.columns))
  const { text } = bindSince(model.sql)
  return tx.run(`insert into ${stagingTable(staging)} (${columns})\n${text}`, valuesOf(model, since))
}

/**
 * A key that comes twice is a mistake of the SELECT, most often a join that multiplies; keeping one of them, as a table's
 * publish does, would hide it. A row from before `since` is one too: models that read this one would miss its change.
 */
async function checkRows(tx: Transaction, model: Model, staging: string, since: string | null): Promise<void> {
  const quoted = stagingTable(staging)
  const { window } = modeOf(model)
  const early =
    window !== null && since !== null
      ? `(select count(*) from ${quoted} where ${quotePostgres(window.cursor)} < $1::timestamptz)`
      : '0'
  const found = await tx.row<{ twice: string; early: string }>(
    `select ${early} as early, (select count(*) from (
      select from ${quoted} group by ${columnList(model.primaryKey)} having count(*) > 1
    ) as repeated) as twice`,
    early === '0' ? [] : [since],
  )
  if (Number(found.twice) > 0) {
    throw new ModelSqlError(
      `model "${model.target}": ${found.twice} keys (${model.primaryKey.join(', ')}) come more than once; ` +
        'nothing was published. Look for a join that finds several rows',
      { fields: { table: model.target, keys: Number(found.twice) } },
    )
  }
  if (Number(found.early) > 0 && window !== null) {
    throw new ModelSqlError(
      `model "${model.target}": ${found.early} rows have a ${window.cursor} before :since; nothing was published. ` +
        `Filter rows by the same expression that makes ${window.cursor}`,
      { fields: { table: model.target, rows: Number(found.early) } },
    )
  }
}
