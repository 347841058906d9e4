import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import type { Table } from '@hourglass/catalog-kit/table'
import type { Source } from '@hourglass/contracts/source-port'
import type { TableWindow } from '@hourglass/contracts/steps'
import { observeBound } from './bound.ts'
import { planChunks } from './chunk-planner.ts'
import { readChunk } from './chunk-reader.ts'
import { COLUMN_FIELDS, toSourceColumn } from './describe.ts'
import { existingKeys } from './keys.ts'
import { readLookup } from './lookup-reader.ts'
import { checkOptions, type SourceOptions } from './options.ts'
import { type Session, sessionOpener } from './session.ts'
import { where, windowCondition } from './sql.ts'
import { tableNameKey } from './table-names.ts'

/**
 * MySQL 8 or MariaDB 10.6 and later as the pipeline sees it. Every call opens a read-only session of its own and closes
 * it, so a call after a failover resolves the host anew (edge case 122).
 *
 * @throws InvalidInputError when TLS is off towards another host than this one
 */
export function createSource(options: SourceOptions): Source {
  checkOptions(options)
  const open = sessionOpener(options)
  const server = `${options.host}:${options.port}`

  async function withSession<T>(reading: string | undefined, use: (session: Session) => Promise<T>): Promise<T> {
    await using session = await open(reading)
    return await use(session)
  }
  const reading = (table: Table) => `table "${table.target}"`

  return {
    describe: (table) =>
      withSession(reading(table), async ({ query }) => {
        const rows = await query(
          `SELECT ${COLUMN_FIELDS} FROM information_schema.columns ` +
            'WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position',
          [table.source],
        )
        return rows.length === 0 ? null : rows.map(toSourceColumn)
      }),
    estimateRows: (tables) => withSession(undefined, (session) => estimateRows(session, tables)),
    maxConnections: () =>
      withSession(undefined, async ({ query }) => {
        const [row] = await query('SELECT @@GLOBAL.max_connections')
        return Number(row?.[0])
      }),
    observeBound: () => withSession(undefined, (session) => observeBound(session, server)),
    hasRows: (table, window) => withSession(reading(table), (session) => hasRows(session, table, window)),
    planChunks: (table, window) => withSession(reading(table), (session) => planChunks(session, table, window)),
    readChunk: (table, window, chunk, readOptions) => readChunk(open, table, window, chunk, readOptions),
    readLookup: (table) => withSession(`looked-up table "${table.target}"`, (session) => readLookup(session, table)),
    existingKeys: async (table, keys) =>
      keys.length === 0 ? [] : await withSession(reading(table), (session) => existingKeys(session, table, keys)),
    // Sessions live as long as their calls; there is nothing left to close.
    close: async () => {},
  }
}

/** Tables that do not exist are left out. */
async function estimateRows({ query }: Session, tables: readonly Table[]): Promise<ReadonlyMap<string, number>> {
  if (tables.length === 0) return new Map()
  const rows = await query(
    'SELECT table_name, COALESCE(table_rows, 0) FROM information_schema.tables ' +
      `WHERE table_schema = DATABASE() AND table_name IN (${tables.map(() => '?').join(', ')})`,
    tables.map(({ source }) => source),
  )
  const key = await tableNameKey(query)
  const counts = new Map(rows.map(([name, count]) => [key(name ?? ''), Number(count)]))
  return new Map(
    tables.flatMap(({ source, target }) => {
      const count = counts.get(key(source))
      return count === undefined ? [] : [[target, count] as const]
    }),
  )
}

async function hasRows({ query }: Session, table: Table, window: TableWindow): Promise<boolean> {
  const { text, values } = where([windowCondition(table, window)])
  const rows = await query(`SELECT 1 FROM ${quoteMysql(table.source)}${text} LIMIT 1`, values)
  return rows.length > 0
}
