import { quoteTarget } from '@hourglass/catalog-kit/identifiers'
import { targetContract } from '@hourglass/ports-in-memory/contract/target-contract'
import { testTarget } from '../test/target.ts'

targetContract(async () => {
  const { db, target, [Symbol.asyncDispose]: dispose } = await testTarget()
  return {
    target,
    async rows(name) {
      const [found] = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [name])
      if (!found?.there) return []
      const rows = await db.query<{ id: string; note: string | null }>(
        `select id::text, note from ${quoteTarget(name)} order by id::bigint`,
      )
      return rows.map(({ id, note }) => `${id} ${note ?? ''}`)
    },
    [Symbol.asyncDispose]: dispose,
  }
})
