import { modeOf } from '@hourglass/catalog-kit/modes'
import type { Column, Table, TargetTable } from '@hourglass/catalog-kit/table'
import { catalog } from '@hourglass/candidate-experience/catalog'
import { models } from '@hourglass/candidate-experience/models'
import type { RunMode, TableOutcome } from '@hourglass/contracts/steps'
import type { Target } from '@hourglass/contracts/target-port'
import { systemClock } from '@hourglass/core/clock'
import { silentLogger } from '@hourglass/core/logger'
import { buildModel } from '@hourglass/pipeline/build-model'
import { createTarget } from '@hourglass/postgres-target/target'
import { postgresDatabase, type TestDatabase } from '@hourglass/testing/databases'

/** Values of a row as Postgres text; what is left out gets a value that says nothing. */
export type TestRow = Readonly<Record<string, string | number | boolean | null>>

/** What a run would publish, and the models built of it, on a real Postgres. */
export interface ModelWorld extends AsyncDisposable {
  readonly db: TestDatabase
  readonly target: Target
  /** Publishes rows of a table; `since` is the start of the window, absent when the whole table was read. */
  publish(table: string, rows: readonly TestRow[], since?: string): Promise<void>
  /** Builds every model, in order. */
  build(mode?: RunMode): Promise<readonly TableOutcome[]>
}

/** Bound of every publish: later than all rows of a test. */
const BOUND = '2026-11-23 12:00:00.000000'

export async function modelWorld(): Promise<ModelWorld> {
  const db = await postgresDatabase()
  const { hostname, port, username, password, pathname } = new URL(db.url)
  const target = createTarget({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    credentials: { user: username, password },
    tls: 'off',
    loadWith: 'copy',
    region: 'eu-central-1',
    applicationName: 'hourglass-test',
    maxConnections: 4,
  })
  await target.migrate()
  const publish = (name: string, rows: readonly TestRow[], since?: string) =>
    publishRows(target, tableNamed(name), rows, since ?? null)
  // Every table is there, most of them empty, as after a first run.
  for (const { target: name } of catalog) await publish(name, [])
  const build = async (mode: RunMode = 'incremental') => {
    const deps = { target, models, clock: systemClock, logger: silentLogger }
    const outcomes: TableOutcome[] = []
    for (const { target: table } of models) {
      const input = { run: 'run', table, mode, attempt: 1, allowMassDelete: true, waitsFor: [] }
      outcomes.push(await buildModel(deps, input))
    }
    return outcomes
  }
  return {
    db,
    target,
    publish,
    build,
    async [Symbol.asyncDispose]() {
      await target.close()
      await db[Symbol.asyncDispose]()
    },
  }
}

function tableNamed(name: string): Table {
  const table = catalog.find(({ target }) => target === name)
  if (!table) throw new Error(`the catalog has no table ${name}`)
  return table
}

async function publishRows(
  target: Target,
  table: Table,
  rows: readonly TestRow[],
  since: string | null,
): Promise<void> {
  await target.ensureTable(table)
  const fence = await target.nextFence(table)
  const run = `run-${fence}`
  const staging = `${table.target.replace('.', '_')}_${fence}`
  const key = `${run}/part`
  await target.prepareStaging(table, staging)
  const part = { key, rows: rows.length, bytes: 0, rawBytes: 0, sha256: '', etag: '' }
  await target.loadPart(table, staging, part, { bucket: 'b', key }, () => copyText(table, rows))
  const window = { lower: since, bound: modeOf(table).window === null ? null : BOUND }
  await target.publish({
    table,
    way: modeOf(table).name,
    run,
    staging,
    manifest: {
      run,
      table: table.target,
      fence,
      window,
      rowsRead: rows.length,
      rowsQuarantined: 0,
      rows: rows.length,
      parts: [part],
    },
    allowMassDelete: true,
    recheck: async () => [],
  })
}

async function* copyText(table: TargetTable, rows: readonly TestRow[]): AsyncGenerator<Buffer> {
  const lines = rows.map((row) =>
    Object.entries(table.columns)
      .map(([name, column]) => {
        const value = row[name] === undefined ? blank(column) : row[name]
        return value === null ? '\\N' : String(value)
      })
      .join('\t'),
  )
  yield Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** A value of the column's type that no model looks at. */
function blank({ nullable, kind }: Column): string | null {
  if (nullable) return null
  const { postgresType } = kind
  if (postgresType.startsWith('timestamp')) return '2026-01-01 00:00:00'
  if (postgresType === 'date') return '2026-01-01'
  if (postgresType === 'boolean') return 'f'
  if (postgresType === 'text[]') return '{}'
  if (postgresType.startsWith('bit')) return '00000000'
  return postgresType === 'text' ? 'x' : postgresType === 'bytea' ? '\\\\x00' : '0'
}
