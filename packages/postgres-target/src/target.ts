import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { Target } from '@hourglass/contracts/target-port'
import { messageOf } from '@hourglass/core/errors'
import { type Logger, silentLogger } from '@hourglass/core/logger'
import { advance } from './publish/advance.ts'
import { classify } from './connection/classify.ts'
import { Connections } from './connection/connections.ts'
import { ensureTable } from './schema/ensure-table.ts'
import { checkRunHour, finishRun, leaseRun, leaseTable, nextFence, releaseTable, renewTable } from './control/leases.ts'
import { type Limits, limitsOf } from './connection/limits.ts'
import { loadPart } from './staging/load-part.ts'
import { migrate } from './schema/migrate.ts'
import { checkTls, type TargetOptions } from './connection/options.ts'
import { maxConnections, progress } from './control/progress.ts'
import { publish } from './publish/publish.ts'
import { stageModel } from './staging/stage-model.ts'
import { dropStaging, prepareStaging } from './staging/staging.ts'
import type { Transaction } from './connection/transaction.ts'

/**
 * Postgres 15 to 17 as a {@link Target}. Connects at the first call.
 *
 * @throws SettingsError when TLS is off and the host is not loopback
 */
export function createTarget(options: TargetOptions): Target {
  checkTls(options)
  const logger = options.logger ?? silentLogger
  const connections = new Connections(options, logger)
  const { control, load, publish: publishing, stageModel: making, publishModel } = limitsOf(options)
  const where = `${options.host}:${options.port}`

  /** Every error leaves here as one of `contracts`. */
  const named = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (thrown) {
      throw classify(thrown, { what, where })
    }
  }
  const inTransaction = <T>(what: string, limits: Limits, work: (tx: Transaction) => Promise<T>) =>
    named(what, () => connections.transaction(limits, work))
  const inControl = <T>(what: string, work: (tx: Transaction) => Promise<T>) => inTransaction(what, control, work)

  const release = (table: TargetTable, run: string) =>
    inControl(`freeing the lease of table "${table.target}"`, (tx) => releaseTable(tx, table, run))
  const drop = (staging: string) => inControl(`dropping staging table "${staging}"`, (tx) => dropStaging(tx, staging))

  return {
    migrate: () => named('migrating the schema "hourglass"', () => migrate(connections, control)),
    maxConnections: () => inControl('reading the connection limit', maxConnections),
    leaseRun: (run, scheduledAt, executionArn) =>
      inControl(`leasing run "${run}"`, async (tx) => {
        await checkRunHour(tx, run, scheduledAt)
        return leaseRun(tx, run, scheduledAt, executionArn)
      }),
    finishRun: (run, state) => inControl(`finishing run "${run}"`, (tx) => finishRun(tx, run, state)),
    leaseTable: (table, request) =>
      inControl(`leasing table "${table.target}"`, (tx) => leaseTable(tx, table, request)),
    renewTable: (table, request) =>
      inControl(`renewing the lease of table "${table.target}"`, (tx) => renewTable(tx, table, request)),
    releaseTable: release,
    progress: (tables) => inControl('reading progress', (tx) => progress(tx, tables)),
    nextFence: (table) => inControl(`taking a fence of table "${table.target}"`, (tx) => nextFence(tx, table)),
    ensureTable: (table) => inControl(`checking table "${table.target}"`, (tx) => ensureTable(tx, table)),
    prepareStaging: (table, staging) =>
      inTransaction(`preparing staging of table "${table.target}"`, load, (tx) => prepareStaging(tx, table, staging)),
    loadPart: (table, staging, part, object, open) =>
      inTransaction(`loading part ${part.key} of table "${table.target}"`, load, (tx) =>
        loadPart(tx, table, staging, { part, object, open }, { way: options.loadWith, region: options.region }),
      ),
    stageModel: (request) =>
      inTransaction(`making the rows of model "${request.model.target}"`, making, (tx) => stageModel(tx, request)),
    publish: async (request) => {
      const { table, run, staging, build } = request
      const limits = build === undefined ? publishing : publishModel
      const answer = await named(`publishing table "${table.target}"`, () =>
        publish({ connections, limits, logger }, request),
      )
      await quietly(logger, { table: table.target, run }, () => drop(staging))
      await quietly(logger, { table: table.target, run }, () => release(table, run))
      return answer
    },
    advance: async (table, run, fence, lower, bound) => {
      const answer = await inControl(`moving the watermark of table "${table.target}"`, (tx) =>
        advance(tx, table, run, fence, { lower, bound }),
      )
      await quietly(logger, { table: table.target, run }, () => release(table, run))
      return answer
    },
    dropStaging: drop,
    close: () => connections.close(),
  }
}

/** Cleaning up after a publish that is committed: what fails here is swept later and must not change the answer. */
async function quietly(
  logger: Logger,
  fields: { readonly table: string; readonly run: string },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    logger.warn(fields, `the table was published, but cleaning up after it failed: ${messageOf(thrown)}`)
  }
}
