import type { TargetTable } from '@hourglass/catalog-kit/table'
import { ConservationError } from '@hourglass/contracts/errors'
import type { PublishCounts } from '@hourglass/contracts/steps'

/**
 * staged = inserted + updated + unchanged + deduplicated + quarantined (invariant I2).
 *
 * @throws ConservationError when it is not so
 */
export function checkCounts(table: TargetTable, run: string, counts: PublishCounts): void {
  const { staged, inserted, updated, unchanged, deduplicated, quarantined } = counts
  if (unchanged >= 0 && staged === inserted + updated + unchanged + deduplicated + quarantined) return
  throw new ConservationError(
    `table "${table.target}" run ${run}: staged ${staged} is not inserted ${inserted} + updated ${updated} + ` +
      `unchanged ${unchanged} + deduplicated ${deduplicated} + quarantined ${quarantined}; nothing was published`,
    { fields: { table: table.target, run } },
  )
}
