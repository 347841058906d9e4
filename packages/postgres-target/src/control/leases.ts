import type { TargetTable } from '@hourglass/catalog-kit/table'
import { InvalidInputError } from '@hourglass/contracts/errors'
import type { LeaseAnswer, LeaseRequest } from '@hourglass/contracts/target/leases'
import { sql } from '../generated/sql.ts'
import type { Transaction } from '../connection/transaction.ts'

/** One run per `scheduledAt`, for good. */
export async function leaseRun(
  tx: Transaction,
  run: string,
  scheduledAt: string,
  executionArn: string,
): Promise<LeaseAnswer> {
  const taken = await tx.run(sql.leaseRun, [run, scheduledAt, executionArn])
  if (taken === 1) return { held: true }
  const holder = await tx.row<{ run: string; state: string }>(sql.runHolder, [scheduledAt])
  return { held: false, by: holder.run, until: `for good (${holder.state})` }
}

/** A run id names one hour; the same id with another hour is a caller's mistake. @throws InvalidInputError */
export async function checkRunHour(tx: Transaction, run: string, scheduledAt: string): Promise<void> {
  const [other] = await tx.rows<{ hour: string }>(sql.runHour, [run, scheduledAt])
  if (other === undefined) return
  throw new InvalidInputError(
    `run "${run}" is already the run of ${other.hour}, not of ${scheduledAt}; start it under another name`,
  )
}

export async function finishRun(tx: Transaction, run: string, state: string): Promise<void> {
  await tx.run(sql.finishRun, [run, state])
  await tx.run(sql.releaseRunTables, [run])
}

/** Takes the lease when it is free, has run out by the database's clock, is this run's own, or its holder has ended. */
export async function leaseTable(tx: Transaction, table: TargetTable, request: LeaseRequest): Promise<LeaseAnswer> {
  for (;;) {
    const taken = await tx.run(sql.leaseTable, [table.target, request.run, request.seconds])
    if (taken === 1) return { held: true }
    const [holder] = await tx.rows<{ run: string; until: string }>(sql.tableHolder, [table.target])
    if (holder !== undefined) return { held: false, by: holder.run, until: holder.until }
    // Freed between the two statements: it can be had now.
  }
}

export async function renewTable(tx: Transaction, table: TargetTable, request: LeaseRequest): Promise<boolean> {
  return (await tx.run(sql.renewTable, [table.target, request.run, request.seconds])) === 1
}

export async function releaseTable(tx: Transaction, table: TargetTable, run: string): Promise<void> {
  await tx.run(sql.releaseTable, [table.target, run])
}

export async function nextFence(tx: Transaction, table: TargetTable): Promise<number> {
  const { fence } = await tx.row<{ fence: string }>(sql.nextFence, [table.target])
  return Number(fence)
}
