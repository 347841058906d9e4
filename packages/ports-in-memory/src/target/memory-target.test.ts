import { systemClock } from '@hourglass/core/clock'
import { targetContract } from '../contract/target-contract.ts'
import { memoryTarget } from './memory-target.ts'

targetContract(async () => {
  const target = memoryTarget({ clock: systemClock })
  return {
    target,
    rows: async (name) => {
      const rows = target.rows(name).toSorted((a, b) => Number(a['id']) - Number(b['id']))
      return rows.map(({ id, note }) => `${id} ${note ?? ''}`)
    },
    [Symbol.asyncDispose]: () => target.close(),
  }
})
