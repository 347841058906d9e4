import { expect, test } from 'vitest'
import { shareConnections } from './connection-budget.ts'

test('never plans more connections than the budget, for any budget and server [case 116]', () => {
  for (let setting = 6; setting <= 300; setting += 1) {
    for (const limit of [12, 20, 60, 151, 5000]) {
      const plan = shareConnections(setting, [limit, 5000])
      const used = plan.largeTables * plan.chunksPerTable + plan.smallTables + 4
      expect(used).toBeLessThanOrEqual(Math.max(6, Math.min(setting, Math.floor(limit / 2))))
      expect(Math.min(plan.largeTables, plan.chunksPerTable, plan.smallTables)).toBeGreaterThanOrEqual(1)
    }
  }
})

test('the default of 40 gives ten small tables and two large ones with thirteen chunks each', () => {
  expect(shareConnections(40, [151, 100])).toEqual({ smallTables: 10, largeTables: 2, chunksPerTable: 13 })
})
