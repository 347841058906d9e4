import { CatalogError, type CatalogProblem } from '../errors.ts'
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

/** Reports references to tables that the catalog does not have. */
function findDangling(tables: readonly Table[]): readonly CatalogProblem[] {
  const targets = new Set(tables.map((table) => table.target))
  return tables.flatMap((table) =>
    Object.entries(table.columns).flatMap(([name, { references }]) => {
      if (references === undefined || targets.has(references)) return []
      const found = `the catalog has no table "${references}"`
      return [{ table: table.target, field: `columns.${name}.references`, found, fix: 'correct it, or leave it out' }]
    }),
  )
}

/**
 * All tables together, frozen, in the order of their target names.
 *
 * @throws CatalogError with every target and source that occurs twice, and every reference to a table that is not here.
 */
export function defineCatalog<const T extends Table>(tables: readonly T[]): readonly T[] {
  const problems = [...findDuplicates(tables, 'target'), ...findDuplicates(tables, 'source'), ...findDangling(tables)]
  if (problems.length > 0) throw new CatalogError(problems)
  // By code units, so that the order is the same on every machine.
  return Object.freeze([...tables].sort((a, b) => (a.target < b.target ? -1 : 1)))
}
