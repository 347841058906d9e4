import { CatalogError, type CatalogProblem } from './errors.ts'
import type { Table } from './table.ts'

/** Reports tables that share a name: two loads into one target, or one source read twice by mistake. */
function findDuplicates(tables: readonly Table[], field: 'source' | 'target'): readonly CatalogProblem[] {
  const first = new Map<string, Table>()
  const problems: CatalogProblem[] = []
  for (const table of tables) {
    const earlier = first.get(table[field])
    if (earlier === undefined) {
      first.set(table[field], table)
    } else {
      const found = `"${table[field]}" is already the ${field} of table "${earlier.target}"`
      problems.push({ table: table.target, field, found, fix: `correct the ${field}, or remove one of the tables` })
    }
  }
  return problems
}

/**
 * All tables together, frozen, in the order of their target names.
 *
 * @throws CatalogError with every target and source that occurs twice.
 */
export function defineCatalog<const T extends Table>(tables: readonly T[]): readonly T[] {
  const problems = [...findDuplicates(tables, 'target'), ...findDuplicates(tables, 'source')]
  if (problems.length > 0) throw new CatalogError(problems)
  // By code units, so that every machine gives the same order.
  return Object.freeze([...tables].sort((a, b) => (a.target < b.target ? -1 : 1)))
}
