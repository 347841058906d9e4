/** How a run shares out connections: never more than the budget on either database at once (edge case 116). */
export interface ConcurrencyPlan {
  readonly smallTables: number
  readonly largeTables: number
  /** Extract or Load children at once, for each large table. */
  readonly chunksPerTable: number
}

/** Connections kept for planning, publishing and people. */
const CONTROL = 4
const LARGE_TABLES = 2
const MOST_SMALL_TABLES = 10

/**
 * (large tables at once x chunks at once) + small tables at once + control <= budget.
 *
 * @param setting most connections wanted (6 or more)
 * @param serverLimits `max_connections` of both databases; a run takes at most half of the smaller one
 */
export function shareConnections(setting: number, serverLimits: readonly number[]): ConcurrencyPlan {
  const budget = Math.max(6, Math.min(setting, ...serverLimits.map((limit) => Math.floor(limit / 2))))
  const work = budget - CONTROL
  const smallTables = Math.max(1, Math.min(MOST_SMALL_TABLES, Math.floor(work / 3)))
  const forLarge = work - smallTables
  const largeTables = Math.max(1, Math.min(LARGE_TABLES, forLarge))
  return { smallTables, largeTables, chunksPerTable: Math.max(1, Math.floor(forLarge / largeTables)) }
}
