import { StagingLostError, TargetWriteError } from '@hourglass/contracts/errors'
import type { LoadWay } from '@hourglass/contracts/environment'
import type { ObjectRef, Part } from '@hourglass/contracts/steps'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { DatabaseError } from 'pg'
import { sql } from '../generated/sql.ts'
import { columnList, stagingTable } from '../schema/identifiers.ts'
import { importFromS3 } from './s3-import.ts'
import type { Transaction } from '../connection/transaction.ts'

/** A part and where its bytes are. */
export interface PartSource {
  readonly part: Part
  readonly object: ObjectRef
  open(): AsyncIterable<Buffer>
}

/** How bytes get into staging. */
export interface LoadHow {
  readonly way: LoadWay
  readonly region: string
}

/**
 * Loads one part and its ledger row, ledger row first: a second loader of the same part waits there for the first one
 * and then has nothing to do.
 *
 * @throws StagingLostError when there is no such staging table
 * @throws TargetWriteError when the number of rows differs from `part.rows`
 */
export async function loadPart(
  tx: Transaction,
  table: TargetTable,
  staging: string,
  source: PartSource,
  how: LoadHow,
): Promise<{ readonly loaded: boolean }> {
  const { part } = source
  await holdStaging(tx, staging)
  const isNew = (await tx.run(sql.recordPart, [staging, part.key, part.rows])) === 1
  if (!isNew) return { loaded: false }
  const rows =
    how.way === 'aws_s3'
      ? await importFromS3(tx, table, staging, { ...source.object, region: how.region })
      : await copy(tx, table, staging, source)
  if (rows === part.rows) return { loaded: true }
  throw new TargetWriteError(
    `table "${table.target}" part ${part.key}: ${rows} rows came into staging, ${part.rows} are recorded; nothing was kept. ` +
      'Extract the chunk again if this repeats',
    { fields: { table: table.target, part: part.key, rows, recorded: part.rows } },
  )
}

/** Keeps `prepareStaging` and `publish` away until this part is in, whole, or out. */
async function holdStaging(tx: Transaction, staging: string): Promise<void> {
  try {
    await tx.script(`lock table ${stagingTable(staging)} in row exclusive mode`)
  } catch (thrown) {
    if (!(thrown instanceof DatabaseError) || thrown.code !== '42P01') throw thrown
    throw new StagingLostError(
      `staging table "${staging}" is not there: its run was published, superseded or swept; start at Stage again`,
      { fields: { staging } },
    )
  }
}

/** The column list is always explicit (edge case 92). Text format: what `aws_s3` reads too. */
function copy(tx: Transaction, table: TargetTable, staging: string, source: PartSource): Promise<number> {
  const columns = columnList(Object.keys(table.columns))
  return tx.copy(`copy ${stagingTable(staging)} (${columns}) from stdin with (format text)`, source.open())
}
