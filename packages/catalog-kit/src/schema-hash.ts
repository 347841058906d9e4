import { createHash } from 'node:crypto'
import { sourceKind, sourceName, type Table } from './table.ts'

/**
 * Hash of everything that decides how a part is written and read back: columns, their order, kinds, transforms and the
 * key. A manifest carries it, so that parts of two catalog versions never meet (edge case 98). Docs do not count.
 */
export function schemaHash(table: Table): string {
  const columns = Object.entries(table.columns).map(([name, column]) => {
    const reads = sourceKind(column)
    return [
      name,
      sourceName(name, column),
      [reads.name, reads.options],
      [column.kind.name, column.kind.options, column.kind.postgresType],
      column.nullable,
      column.using?.name ?? null,
    ]
  })
  const shape = JSON.stringify([table.source, table.target, columns, table.primaryKey])
  return createHash('sha256').update(shape).digest('hex')
}
