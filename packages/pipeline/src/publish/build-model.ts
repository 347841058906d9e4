import { modeOf } from '@hourglass/catalog-kit/modes'
import type { Model, Models } from '@hourglass/catalog-kit/model'
import { UnknownTableError } from '@hourglass/contracts/errors'
import type { BuildModelInput, TableOutcome } from '@hourglass/contracts/steps'
import type { ModelStaging, StageModelAnswer } from '@hourglass/contracts/target/models'
import type { Fences } from '@hourglass/contracts/target/progress'
import type { Publishing, WatermarkAdvance } from '@hourglass/contracts/target/publishing'
import type { LiveTables } from '@hourglass/contracts/target/schema'
import type { StagingRemoval } from '@hourglass/contracts/target/staging'
import type { TableLeases } from '@hourglass/contracts/target/table-leases'
import { messageOf } from '@hourglass/core/errors'
import type { CommonDeps } from '../deps.ts'
import { NO_ROWS } from '../plan/no-rows.ts'
import { stagingName } from '../load/staging-name.ts'

export interface BuildModelDeps extends Pick<CommonDeps, 'clock' | 'logger'> {
  readonly target: TableLeases & LiveTables & Fences & ModelStaging & Publishing & WatermarkAdvance & StagingRemoval
  readonly models: Models
}

/** Longer than a build may take: nothing in it stops to renew the lease. Seconds. */
const MODEL_LEASE_SECONDS = 900

/** The part key in the ledger for the one statement that fills staging. */
const MODEL_PART = 'model'

/**
 * Builds one model of what is published now, and makes it live as a table is: fence, counts, watermark and rows in one
 * transaction. An invocation starts from nothing, with a fence and a staging table of its own, so that a repetition, a
 * retry of an old run and a worker that goes on after its time-out are all harmless: the latest fence wins, and a build
 * always takes the latest state of its inputs.
 *
 * @throws ModelSqlError, TargetTableChangedError, MassDeleteRefusedError; the live rows are then as they were
 */
export async function buildModel(deps: BuildModelDeps, input: BuildModelInput): Promise<TableOutcome> {
  const { target, clock, logger } = deps
  const startedAt = clock.now().getTime()
  const { run } = input
  const model = modelNamed(deps.models, input.table)
  const outcomeOf = (changes: Partial<TableOutcome>): TableOutcome => ({
    ...unchanged(model, run),
    seconds: (clock.now().getTime() - startedAt) / 1000,
    ...changes,
  })

  const lease = await target.leaseTable(model, { run, seconds: MODEL_LEASE_SECONDS })
  if (!lease.held) {
    return outcomeOf({ reason: `another run, ${lease.by}, works on it until ${lease.until}`, skipped: 'leased' })
  }
  await target.ensureTable(model)
  const fence = await target.nextFence(model)
  const staging = stagingName(model, run, fence)
  try {
    const staged = await target.stageModel({ model, run, staging, mode: input.mode })
    const boundBy = `the lowest watermark of its inputs; ${staged.because}`
    const behind = behindOf(staged, input)
    if (staged.action === 'waiting') {
      await target.releaseTable(model, run)
      return outcomeOf({ reason: staged.because, skipped: 'waiting' })
    }
    if (staged.action === 'nothing') {
      const moved = await target.advance(model, run, fence, null, staged.bound)
      const window = { lower: null, bound: staged.bound }
      logger.info({ run, table: model.target, reason: staged.because }, 'model skipped')
      if (moved.result === 'superseded')
        return outcomeOf({ result: 'superseded', reason: moved.reason, window, boundBy })
      return outcomeOf({ reason: [staged.because, ...behind].join('; '), skipped: 'nothing new', window, boundBy })
    }
    const { rows, window, build } = staged
    const answer = await target.publish({
      table: model,
      // Full rebuild: live rows that staging lacks are deleted. Incremental: other live rows stay.
      way: window.lower === null ? 'rebuild' : modeOf(model).name,
      run,
      staging,
      manifest: {
        run,
        table: model.target,
        fence,
        window,
        rowsRead: rows,
        rowsQuarantined: 0,
        rows,
        parts: [{ key: MODEL_PART, rows }],
      },
      allowMassDelete: input.allowMassDelete,
      recheck: async () => [],
      build,
    })
    logger.info({ run, table: model.target, result: answer.result, rows, because: staged.because }, 'model built')
    return answer.result === 'published'
      ? outcomeOf({
          result: 'published',
          reason: behind.join('; '),
          window,
          boundBy,
          rowsRead: rows,
          counts: answer.counts,
        })
      : outcomeOf({ result: 'superseded', reason: answer.reason, window, boundBy, rowsRead: rows })
  } catch (thrown) {
    await cleanUp(deps, model, run, staging)
    throw thrown
  }
}

/** @throws UnknownTableError */
function modelNamed(models: Models, target: string): Model {
  const model = models.find((candidate) => candidate.target === target)
  if (!model) {
    const known = models.map((candidate) => candidate.target)
    throw new UnknownTableError([target], known)
  }
  return model
}

/** Inputs that failed, or that another run works on, do not stop a model: it is made of what was published last. */
function behindOf({ behind }: StageModelAnswer, { waitsFor }: BuildModelInput): readonly string[] {
  const named = behind.filter((input) => waitsFor.includes(input))
  return named.length === 0
    ? []
    : [`the latest rows of ${named.join(', ')} are not included, because this run has not published them`]
}

function unchanged(model: Model, run: string): Omit<TableOutcome, 'seconds'> {
  return {
    run,
    table: model.target,
    result: 'skipped',
    reason: '',
    mode: `model ${modeOf(model).name}`,
    window: { lower: null, bound: null },
    boundBy: '',
    ...NO_ROWS,
  }
}

/** Its staging table is of no use to another invocation. What fails here must not hide why the build failed. */
async function cleanUp({ target, logger }: BuildModelDeps, model: Model, run: string, staging: string): Promise<void> {
  try {
    await target.dropStaging(staging)
    await target.releaseTable(model, run)
  } catch (thrown) {
    logger.warn({ run, table: model.target, staging }, `cleaning up after a failed build failed: ${messageOf(thrown)}`)
  }
}
