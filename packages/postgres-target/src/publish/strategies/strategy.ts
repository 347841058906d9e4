import type { Logger } from '@hourglass/core/logger'
import type { PublishAnswer, PublishRequest } from '@hourglass/contracts/target/publishing'
import type { Connections } from '../../connection/connections.ts'
import type { Limits } from '../../connection/limits.ts'
import type { Transaction } from '../../connection/transaction.ts'

/** What a publish works with. */
export interface PublishDeps {
  readonly connections: Connections
  readonly limits: Limits
  readonly logger: Logger
}

/** Deletes the live rows that are gone and returns their number. Runs inside the publishing transaction. */
export type Remove = (tx: Transaction) => Promise<number>

/** What writing staged rows did. */
export interface Written {
  readonly inserted: number
  readonly updated: number
  /** Staged rows that were set aside instead. */
  readonly quarantined: number
  /** Rows first seen inside the overlap: written with a cursor below the watermark... */
  readonly late: number
  /** ...and how far below it the latest of them was, in seconds. */
  readonly latestLateSeconds: number
}

/** How staged rows become live rows: one for each load mode, and one for a model of which all rows were made. */
export interface PublishStrategy {
  /**
   * What takes long and must not hold the publishing transaction's locks. It answers how that transaction removes rows,
   * or that there is nothing to publish any more.
   */
  prepare(deps: PublishDeps, request: PublishRequest): Promise<Remove | PublishAnswer>
  /**
   * Writes staged rows. Staging holds each key once.
   *
   * @param watermark the table's watermark before this publish; null when no row can be late
   */
  write(tx: Transaction, request: PublishRequest, watermark: string | null): Promise<Written>
}

/** Rows that staging lacks stay as they are. */
export const removeNothing: Remove = async () => 0
