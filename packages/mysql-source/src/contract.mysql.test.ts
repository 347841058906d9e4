import { sourceContract } from '@hourglass/ports-in-memory/contract/source-contract'
import { CREATE_EVENTS } from '@hourglass/ports-in-memory/contract/source-tables'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { sourceFor } from '../test/helpers.ts'

sourceContract(async () => {
  const database = await mysqlDatabase()
  return {
    source: sourceFor(database.url),
    create: async () => void (await database.query(CREATE_EVENTS)),
    drop: async () => void (await database.query('drop table events')),
    async insert(rows) {
      if (rows.length === 0) return
      const places = rows.map(() => '(?, ?, ?)').join(', ')
      const values = rows.flatMap(({ id, note, at }) => [id, note, at])
      await database.query(`insert into events values ${places}`, values)
    },
    remove: async (ids) => void (await database.query(`delete from events where id in (${ids.join(', ')})`)),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
})
