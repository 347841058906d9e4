import { modeOf } from '@hourglass/catalog-kit/modes'
import type { Models } from '@hourglass/catalog-kit/model'
import type { Table } from '@hourglass/catalog-kit/table'
import { syncTableExecutionName } from '@hourglass/contracts/names'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import {
  type LaneItem,
  type PlanRunEvent,
  type PlanRunResult,
  type RunInput,
  type RunMode,
  runInput,
  type TablesPlan,
} from '@hourglass/contracts/steps'
import type { ConnectionLimit } from '@hourglass/contracts/connection-limit'
import type { SourceEstimates } from '@hourglass/contracts/source/estimates'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { Progress, TableProgress } from '@hourglass/contracts/target/progress'
import type { RunLeases } from '@hourglass/contracts/target/run-leases'
import type { ControlSchema } from '@hourglass/contracts/target/schema'
import { type ConcurrencyPlan, shareConnections } from './connection-budget.ts'
import { chooseTables, type CommonDeps, parseInput } from '../deps.ts'
import { chooseModels, planWaves } from './plan-models.ts'

export interface PlanRunDeps extends CommonDeps {
  readonly source: SourceEstimates & ConnectionLimit
  readonly target: ControlSchema & ConnectionLimit & RunLeases & Progress
  readonly store: JsonObjects
  readonly models: Models
  /** Most connections a run may hold on either database at once. */
  readonly connectionBudget: number
}

/**
 * First step of a run: takes the run lease on `scheduledAt`, chooses tables and models, shares out connections and writes
 * `runs/<run>/tables.json` with its two lanes and the waves of models.
 *
 * @throws InvalidInputError, UnknownTableError before anything is written
 */
export async function planRun(deps: PlanRunDeps, event: PlanRunEvent): Promise<PlanRunResult> {
  const { store, target, clock, logger } = deps
  const input = parseInput(runInput, 'the input of hourly-sync', event.input)
  const tables = chooseTables(deps.catalog, input.tables, input.allowMassDelete, deps.models)
  const mode = input.mode ?? 'incremental'
  const startedAt = clock.now().toISOString()

  await target.migrate()
  const lease = await target.leaseRun(event.run, new Date(input.scheduledAt).toISOString(), event.executionArn)
  const concurrency = shareConnections(deps.connectionBudget, await serverLimits(deps))
  const lanes = lease.held
    ? await planLanes(deps, event.run, mode, tables, input, concurrency)
    : { small: [], large: [] }
  const models = lease.held ? chooseModels(deps.models, input.tables, tables) : []
  const waves = planWaves(event.run, mode, models, tables, input)

  const plan: TablesPlan = { run: event.run, scheduledAt: input.scheduledAt, mode, ...lanes, waves }
  const ref = await store.putJson(s3Keys.tables(event.run), plan)
  logger.info(
    {
      run: event.run,
      small: lanes.small.length,
      large: lanes.large.length,
      models: models.length,
      leased: lease.held,
    },
    'run planned',
  )
  return {
    run: event.run,
    scheduledAt: input.scheduledAt,
    startedAt,
    ...(lease.held ? {} : { skipped: `the run of ${input.scheduledAt} is already taken by ${lease.by}` }),
    tables: ref,
    waves,
    results: {
      bucket: store.bucket,
      small: s3Keys.laneResults(event.run, 'small'),
      large: s3Keys.laneResults(event.run, 'large'),
      models: s3Keys.laneResults(event.run, 'models'),
    },
    // Models take the place of small tables, which have all ended by then.
    maxConcurrency: { small: concurrency.smallTables, large: concurrency.largeTables, models: concurrency.smallTables },
  }
}

async function serverLimits({ source, target }: PlanRunDeps): Promise<readonly number[]> {
  return Promise.all([source.maxConnections(), target.maxConnections()])
}

async function planLanes(
  { source, target }: PlanRunDeps,
  run: string,
  mode: RunMode,
  tables: readonly Table[],
  input: RunInput,
  concurrency: ConcurrencyPlan,
): Promise<{ small: LaneItem[]; large: LaneItem[] }> {
  const [progress, estimates] = await Promise.all([target.progress(tables), source.estimateRows(tables)])
  const small: LaneItem[] = []
  const large: LaneItem[] = []
  for (const table of tables) {
    const rows = expectedRows(table, mode, progress.get(table.target), estimates.get(table.target) ?? 0)
    const lane = rows > table.split.rows ? large : small
    lane.push({
      execution: syncTableExecutionName(run, table.target, 1),
      input: {
        run,
        table: table.target,
        mode,
        attempt: 1,
        chunkConcurrency: lane === large ? concurrency.chunksPerTable : 1,
        allowMassDelete: input.allowMassDelete?.includes(table.target) ?? false,
      },
    })
  }
  return { small, large }
}

/** How many rows this run will probably move: for the choice of lane only. */
function expectedRows(table: Table, mode: RunMode, progress: TableProgress | undefined, estimate: number): number {
  const whole = mode === 'full' || modeOf(table).window === null || !progress?.watermark
  return whole ? estimate : (progress.lastRows ?? estimate)
}
