import { sourceContract } from '../contract/source-contract.ts'
import { events } from '../contract/source-tables.ts'
import { MemoryDatabase } from './memory-database.ts'
import { memorySource } from './memory-source.ts'

sourceContract(async () => {
  const database = new MemoryDatabase()
  const bound = { at: '2026-11-23 09:00:00.000000', by: 'the test' }
  return {
    source: memorySource(database, { maxConnections: 100, bound: () => bound }),
    create: async () => database.create(events),
    drop: async () => database.drop(events),
    insert: async (rows) =>
      database.write(
        events,
        rows.map(({ id, note, at }) => ({ id: String(id), note, changed_at: at })),
      ),
    remove: async (ids) =>
      database.remove(
        events,
        ids.map((id) => [String(id)]),
      ),
    [Symbol.asyncDispose]: async () => undefined,
  }
})
