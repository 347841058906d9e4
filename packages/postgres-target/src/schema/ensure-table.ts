import { quoteTarget, splitTarget } from '@hourglass/catalog-kit/identifiers'
import { renderComments, renderCreateSchema, renderCreateTable } from '@hourglass/catalog-kit/render-ddl'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { TargetTableChangedError } from '@hourglass/contracts/errors'
import { present } from '@hourglass/core/errors'
import { catalogTypes, describeColumns, describeKeys, findRelation } from './describe.ts'
import { sql } from '../generated/sql.ts'
import { checkNames } from './identifiers.ts'
import { tableDrift } from './table-drift.ts'
import type { Transaction } from '../connection/transaction.ts'

/**
 * Creates schema and live table when they are absent, else compares. Two callers at once are safe.
 *
 * @throws TargetTableChangedError listing every difference with its fix (edge case 56: COPY rounds silently)
 */
export async function ensureTable(tx: Transaction, table: TargetTable): Promise<void> {
  checkNames(table)
  const { schema, table: name } = splitTarget(table.target)
  if ((await findRelation(tx, schema, name)) === null) {
    // One at a time in a schema: "create schema if not exists" of two sessions ends one of them with 23505.
    await tx.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`ensure ${schema}`])
    // Only when absent: "if not exists" asks for the right to create first.
    if ((await tx.rows(sql.findSchema, [schema])).length === 0) await tx.script(renderCreateSchema(table))
    await tx.script(renderCreateTable(table))
    await tx.script(renderComments(table).join('\n'))
  }
  const kind = present(await findRelation(tx, schema, name), `table ${table.target}, made by this transaction,`)
  const quoted = quoteTarget(table.target)
  const live = { kind, columns: await describeColumns(tx, quoted), keys: await describeKeys(tx, quoted) }
  const differences = tableDrift(table, await catalogTypes(tx, table), live)
  if (differences.length === 0) return
  throw new TargetTableChangedError(
    `table "${table.target}" in Postgres is not what the catalog says:\n${differences.map((each) => `  - ${each}`).join('\n')}\n` +
      'Run the SQL, or change the catalog to match.',
    { fields: { table: table.target, differences: differences.length } },
  )
}
