import type { Models } from '@hourglass/catalog-kit/model'
import type { Catalog, Table } from '@hourglass/catalog-kit/table'
import type { Bound } from '@hourglass/contracts/source/bound'
import type { Source } from '@hourglass/contracts/source-port'
import { type ChunksPlan, chunksPlan, type SyncTableInput, type TableOutcome } from '@hourglass/contracts/steps'
import type { LogFields, Logger } from '@hourglass/core/logger'
import { MemoryDatabase } from '@hourglass/ports-in-memory/memory-database'
import { memorySource } from '@hourglass/ports-in-memory/memory-source'
import { type MemoryStore, memoryStore } from '@hourglass/ports-in-memory/memory-store'
import { type MemoryTarget, memoryTarget, type MemoryTargetOptions } from '@hourglass/ports-in-memory/memory-target'
import { extractAndLoad } from '../src/extract/extract-and-load.ts'
import { extractChunks, type ExtractDeps } from '../src/extract/extract.ts'
import { type LookupCache, lookupCache } from '../src/extract/lookup-cache.ts'
import { loadParts } from '../src/load/load.ts'
import { stage } from '../src/load/stage.ts'
import type { PlanRunDeps } from '../src/plan/plan-run.ts'
import { planTable } from '../src/plan/plan-table.ts'
import { publish } from '../src/publish/publish.ts'
import { answers, companies, jobsInMysql, people, tags } from './tables.ts'

/** One line of the log: level and sentence, and what it can be searched by. */
type LogLine = readonly [sentence: string, fields: LogFields]

/** Everything that the use cases run on, in memory, and what a test changes or looks at. */
export interface World extends PlanRunDeps, ExtractDeps {
  readonly catalog: Catalog
  readonly models: Models
  readonly database: MemoryDatabase
  readonly source: Source
  readonly store: MemoryStore
  readonly target: MemoryTarget
  readonly lookups: LookupCache
  readonly logs: LogLine[]
  /** How far the source says that it is complete. */
  bound: Bound
  /** The time of leases and reports. */
  readonly time: { now: Date }
}

export interface WorldOptions {
  readonly catalog?: Catalog
  readonly models?: Models
  readonly rowsOf?: MemoryTargetOptions['models']
}

export const NINE = '2026-11-23 09:00:00.000000'
export const TEN = '2026-11-23 10:00:00.000000'

/** Empty MySQL tables, an empty bucket, an empty Postgres; the source is complete up to nine o'clock. */
export function world({ catalog = [answers, tags], models = [], rowsOf = {} }: WorldOptions = {}): World {
  const database = new MemoryDatabase()
  for (const table of [answers, companies, jobsInMysql, people, tags]) database.create(table)
  const time = { now: new Date('2026-11-23T09:00:30.000Z') }
  const clock = { now: () => time.now }
  const logs: LogLine[] = []
  const store = memoryStore(clock.now)
  const made: World = {
    catalog,
    models,
    connectionBudget: 40,
    database,
    bound: { at: NINE, by: 'the source clock less 2 s' },
    time,
    clock,
    logs,
    logger: recorder(logs),
    store,
    source: memorySource(database, { maxConnections: 151, bound: () => made.bound }),
    target: memoryTarget({ clock, maxConnections: 100, models: rowsOf }),
    lookups: lookupCache(store),
    maskKey: async () => Buffer.alloc(32, 0xab),
  }
  return made
}

function recorder(logs: LogLine[]): Logger {
  const at = (level: string) => (fields: LogFields, sentence: string) =>
    void logs.push([`${level}: ${sentence}`, fields])
  return { info: at('info'), warn: at('warn'), error: at('error'), child: () => recorder(logs) }
}

export function inputFor(table: Pick<Table, 'target'>, changes: Partial<SyncTableInput> = {}): SyncTableInput {
  return {
    run: 'r1',
    table: table.target,
    mode: 'incremental',
    attempt: 1,
    chunkConcurrency: 1,
    allowMassDelete: false,
    ...changes,
  }
}

/** Rows of `answers`, one for each note, with ids from `first` on. */
export function notes(texts: readonly (string | null)[], at = '2026-11-23 08:30:00', first = 1) {
  return texts.map((note, i) => ({ id: String(first + i), updated_at: at, note }))
}

/** One execution of `sync-table`, step by step as the state machine calls them. */
export async function syncTable(deps: World, input: SyncTableInput): Promise<TableOutcome> {
  const planned = await planTable(deps, input)
  if (planned.action === 'skip') return planned.outcome
  const worker = `attempt${input.attempt}`
  if (planned.action === 'one-chunk') return publish(deps, await extractAndLoad(deps, planned, worker))
  for (const chunk of (await planOf(deps, input)).chunks) await extractChunks(deps, planned, [chunk], worker)
  const staged = await stage(deps, planned)
  for (const part of JSON.parse(deps.store.textOf(staged.manifest.key) ?? '').parts) {
    await loadParts(deps, staged, [part])
  }
  return publish(deps, staged)
}

/** The plan that a table has in this run. */
export function planOf({ store }: World, { run, table }: SyncTableInput): Promise<ChunksPlan> {
  return store.getJson(`runs/${run}/${table}/chunks.json`, chunksPlan)
}

/** Live rows of a table, `id note`. */
export function live({ target }: World, table: Table): readonly string[] {
  return target.rows(table.target).map((row) => `${row['id']} ${row['note'] ?? row['name'] ?? ''}`)
}
