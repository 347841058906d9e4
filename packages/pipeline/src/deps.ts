import type { Catalog, Table, TargetTable } from '@hourglass/catalog-kit/table'
import { InvalidInputError, UnknownTableError } from '@hourglass/contracts/errors'
import type { Clock } from '@hourglass/core/clock'
import type { Logger } from '@hourglass/core/logger'
import type { z } from 'zod'

/** What every use case runs on. Each adds the capabilities of source, store and target that it uses, and no other. */
export interface CommonDeps {
  readonly catalog: Catalog
  readonly clock: Clock
  readonly logger: Logger
}

/** How long a table's lease holds between two steps of its run, in seconds; each step renews it. */
export const LEASE_SECONDS = 300

/** @throws UnknownTableError */
export function tableNamed(catalog: Catalog, target: string): Table {
  const table = catalog.find((candidate) => candidate.target === target)
  if (!table) throw new UnknownTableError([target], targetsOf(catalog))
  return table
}

/**
 * The tables asked for, all when none is.
 *
 * @param mentioned further names that must exist
 * @param models what names may mean besides tables
 * @throws UnknownTableError naming every unknown one
 */
export function chooseTables(
  catalog: Catalog,
  asked: readonly string[] | undefined,
  mentioned: readonly string[] = [],
  models: readonly TargetTable[] = [],
): readonly Table[] {
  const known = targetsOf([...catalog, ...models])
  const unknown = [...new Set([...(asked ?? []), ...mentioned])].filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new UnknownTableError(unknown, known)
  return asked ? catalog.filter((table) => asked.includes(table.target)) : catalog
}

function targetsOf(tables: readonly TargetTable[]): readonly string[] {
  return tables.map((table) => table.target)
}

/**
 * Parses the input of a step.
 *
 * @throws InvalidInputError naming every field that is wrong; values are not repeated
 */
export function parseInput<T>(schema: z.ZodType<T>, what: string, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(input)'}: ${issue.message}`)
  throw new InvalidInputError(`${what} is not valid: ${problems.join('; ')}`)
}
