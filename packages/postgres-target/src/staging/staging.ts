import { quotePostgres } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { catalogTypes, describeColumns, findRelation } from '../schema/describe.ts'
import { sql } from '../generated/sql.ts'
import { goneTable, STAGING_SCHEMA, stagingTable } from '../schema/identifiers.ts'
import type { Transaction } from '../connection/transaction.ts'

/**
 * Makes the staging table, or empties one that does not match its ledger rows, together with them: an UNLOGGED table is
 * empty after a crash while the ledger says loaded (edge cases 128, 156).
 */
export async function prepareStaging(tx: Transaction, table: TargetTable, staging: string): Promise<void> {
  const quoted = stagingTable(staging)
  await tx.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`staging ${staging}`])
  if (!(await hasCatalogColumns(tx, table, staging))) return makeStaging(tx, table, staging)
  if (await matchesLedger(tx, staging)) return
  // Loaders hold the table until they commit: behind this lock, rows and ledger rows are both there or both not.
  await tx.script(`lock table ${quoted} in access exclusive mode`)
  if (await matchesLedger(tx, staging)) return
  await tx.script(`truncate table ${quoted}`)
  await tx.run(sql.forgetParts, [staging])
}

/** Makes an empty staging table, whatever was there under its name. */
export async function makeStaging(tx: Transaction, table: TargetTable, staging: string): Promise<void> {
  const quoted = stagingTable(staging)
  await tx.script(`drop table if exists ${quoted}; ${createStagingSql(table, quoted)}`)
  await tx.run(sql.forgetParts, [staging])
}

/** Removes a staging table, what belongs to it and its ledger rows. */
export async function dropStaging(tx: Transaction, staging: string): Promise<void> {
  await tx.script(`drop table if exists ${stagingTable(staging)}, ${goneTable(staging)}`)
  await tx.run(sql.forgetParts, [staging])
}

/** Plain columns without constraints: the fastest to fill. UNLOGGED: what is lost in a crash is loaded again. */
function createStagingSql(table: TargetTable, quoted: string): string {
  const columns = Object.entries(table.columns).map(
    ([name, column]) => `${quotePostgres(name)} ${column.kind.postgresType}`,
  )
  return `create unlogged table ${quoted} (${columns.join(', ')}) with (autovacuum_enabled = false)`
}

async function hasCatalogColumns(tx: Transaction, table: TargetTable, staging: string): Promise<boolean> {
  if ((await findRelation(tx, STAGING_SCHEMA, staging)) === null) return false
  const types = await catalogTypes(tx, table)
  const columns = await describeColumns(tx, stagingTable(staging))
  return (
    columns.map(({ name }) => name).join() === [...types.keys()].join() &&
    columns.every(({ name, type, modifier }) => {
      const expected = types.get(name)
      return expected?.type === type && expected.modifier === modifier
    })
  )
}

/** Both counts in one statement, so that a part that lands meanwhile is in both or in neither. */
async function matchesLedger(tx: Transaction, staging: string): Promise<boolean> {
  const { same } = await tx.row<{ same: boolean }>(
    `select (select count(*) from ${stagingTable(staging)}) =
      (select coalesce(sum(rows), 0) from hourglass.loaded_parts where staging = $1) as same`,
    [staging],
  )
  return same
}
