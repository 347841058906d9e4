import type { PublishAnswer, PublishRequest } from '@hourglass/contracts/target/publishing'
import type { Target } from '@hourglass/contracts/target-port'
import type { Clock } from '@hourglass/core/clock'
import { type MemoryLeases, memoryLeases } from './leases.ts'
import type { LiveRow } from './live-rows.ts'
import { LiveTables, stillGone, WAYS } from './live-tables.ts'
import { ModelBuilds, type ModelRows } from './model-builds.ts'
import { type LedgerEntry, Publishes } from './publishes.ts'
import { type StagingAreas, stagingAreas } from './staging-areas.ts'

/** The `Target` port in memory, and what a test may look at and break. */
export interface MemoryTarget extends Target {
  /** Live rows in the order of their first insert. */
  rows(target: string): readonly LiveRow[]
  /** Publishes of a table, the first one first. */
  publishes(target: string): readonly LedgerEntry[]
  readonly leases: Pick<MemoryLeases, 'stateOf' | 'holderOf'>
  readonly staging: Pick<StagingAreas, 'names' | 'lose'>
}

export interface MemoryTargetOptions {
  readonly clock: Clock
  readonly maxConnections?: number
  /** What stands for the SELECT of each model, by target name. */
  readonly models?: Readonly<Record<string, ModelRows>>
}

/** An empty target. A publish is one step of JavaScript, so that nobody sees half of it. */
export function memoryTarget({ clock, maxConnections = 100, models = {} }: MemoryTargetOptions): MemoryTarget {
  const leases = memoryLeases(clock)
  const areas = stagingAreas()
  const live = new LiveTables()
  const publishes = new Publishes()
  const builds = new ModelBuilds(models, publishes, areas)

  /** Everything up to the question whether rows that would be deleted are still at the source. */
  function prepare(request: PublishRequest): PublishAnswer | { readonly gone: readonly LiveRow[] } {
    const standing = publishes.judge(request.table.target, entryOf(request))
    if (standing) return standing
    return { gone: live.unstaged(request, areas.verified(request.table, request.staging, request.manifest)) }
  }

  async function publish(request: PublishRequest): Promise<PublishAnswer> {
    const { table, way, staging, manifest, recheck, build } = request
    const prepared = prepare(request)
    if ('result' in prepared) return prepared
    const keys = prepared.gone.map((row) => table.primaryKey.map((name) => row[name] ?? ''))
    const still = WAYS[way].unstaged === 'ask' && keys.length > 0 ? await recheck(keys) : []
    const standing = publishes.judge(table.target, entryOf(request))
    if (standing) return standing
    const watermark = manifest.reread === true ? null : publishes.watermark(table.target)
    const gone = stillGone(table, prepared.gone, still)
    const counts = live.write(request, areas.verified(table, staging, manifest), gone, watermark)
    publishes.record(table.target, { ...entryOf(request), counts }, manifest.lookups)
    if (build) builds.record(table.target, build)
    return { result: 'published', counts }
  }

  return {
    ...leases,
    ...areas,
    migrate: async () => {},
    maxConnections: async () => maxConnections,
    progress: async (tables) => new Map(tables.map((table) => [table.target, publishes.progress(table)])),
    nextFence: async (table) => publishes.nextFence(table),
    ensureTable: async (table) => live.ensure(table),
    stageModel: async (request) => builds.stage(request),
    async publish(request) {
      const answer = await publish(request)
      await areas.dropStaging(request.staging)
      await leases.releaseTable(request.table, request.run)
      return answer
    },
    async advance(table, run, fence, lower, bound) {
      const answer = publishes.advance(table, run, fence, { lower, bound })
      await leases.releaseTable(table, run)
      return answer
    },
    close: async () => {},
    rows: (target) => live.rows(target),
    publishes: (target) => publishes.of(target),
    leases,
    staging: areas,
  }
}

function entryOf({ run, way, manifest }: PublishRequest): Omit<LedgerEntry, 'counts'> {
  return { run, fence: manifest.fence, mode: way, window: manifest.window }
}
