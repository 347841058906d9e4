import { createHash } from 'node:crypto'
import { type Input, inputsOf } from '../column/inputs.ts'
import { sourceKind, sourceName, type Table } from './table.ts'

function inputShape({ name, source, kind, lookup }: Input) {
  const read = [name, source, kind.name, kind.options]
  if (lookup === null) return read
  const { start, hops, missing } = lookup
  return [...read, start.using?.name ?? null, hops.map(({ table, take }) => takenShape(table, take)), missing]
}

/** Everything that decides which value a looked-up table returns. */
function takenShape(table: Table, take: string) {
  const shapes = [...table.primaryKey, take].map((name) => {
    const column = table.columns[name]
    if (column === undefined) return name
    const reads = sourceKind(column)
    return [sourceName(name, column), reads.name, reads.options, column.kind.name, column.using?.name ?? null]
  })
  return [table.source, ...shapes]
}

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
      ...(inputsOf(name, column) ?? []).map(inputShape),
    ]
  })
  const shape = JSON.stringify([table.source, table.target, columns, table.primaryKey])
  return createHash('sha256').update(shape).digest('hex')
}
