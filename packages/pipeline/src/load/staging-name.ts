import { createHash } from 'node:crypto'
import type { TargetTable } from '@hourglass/catalog-kit/table'

/**
 * Name of a staging table: a readable start, and a hash of table, run and attempt. A later attempt gets its own table,
 * because a timed-out worker of an earlier one may still be writing. At most 63 bytes (edge case 89).
 */
export function stagingName(table: Pick<TargetTable, 'target'>, run: string, attempt: number): string {
  const hash = createHash('sha256').update(`${table.target}/${run}/${attempt}`).digest('hex').slice(0, 16)
  const readable = table.target.replace(/[^a-z0-9]+/g, '_').slice(0, 40)
  return `${readable}_${hash}`
}
