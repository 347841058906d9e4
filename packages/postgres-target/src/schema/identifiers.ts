import { MAX_POSTGRES_NAME_BYTES, quotePostgres, splitTarget } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { InvalidInputError } from '@hourglass/contracts/errors'

export const STAGING_SCHEMA = 'hourglass_staging'
/** Of the table that holds keys to delete, beside a staging table. */
const GONE_SUFFIX = '_gone'

/**
 * The quoted staging table of a name, in the one schema where tables may be dropped.
 * @throws InvalidInputError when the name could not be a staging table's
 */
export function stagingTable(name: string): string {
  checkStagingName(name)
  return `${quotePostgres(STAGING_SCHEMA)}.${quotePostgres(name)}`
}

/** Name of the table of keys that are live but not staged; see `gone-keys.ts`. */
export function goneName(staging: string): string {
  checkStagingName(staging)
  return `${staging}${GONE_SUFFIX}`
}

/** The same, quoted, with its schema. */
export function goneTable(staging: string): string {
  return `${quotePostgres(STAGING_SCHEMA)}.${quotePostgres(goneName(staging))}`
}

function checkStagingName(name: string): void {
  const most = MAX_POSTGRES_NAME_BYTES - GONE_SUFFIX.length
  if (/^[a-z0-9_]+$/.test(name) && name.length <= most) return
  throw new InvalidInputError(
    `"${name}" is not a valid name for a staging table: use a-z, 0-9 and _, at most ${most} characters, without a schema`,
  )
}

/** Postgres cuts longer names with only a notice, and two tables become one (edge case 89). @throws InvalidInputError */
export function checkNames(table: TargetTable): void {
  const { schema, table: name } = splitTarget(table.target)
  const names = [schema, name, ...Object.keys(table.columns)]
  const wrong = names.filter((each) => each === '' || Buffer.byteLength(each) > MAX_POSTGRES_NAME_BYTES)
  if (wrong.length === 0) return
  const list = wrong.map((each) => `"${each}"`).join(', ')
  throw new InvalidInputError(
    `table "${table.target}": Postgres takes names of 1 to ${MAX_POSTGRES_NAME_BYTES} bytes, these are not: ${list}; ` +
      'rename them in the catalog ("from" keeps the MySQL name)',
  )
}

/** `"a", "b"`, each behind `prefix` (`l.`). */
export function columnList(names: readonly string[], prefix = ''): string {
  return names.map((name) => `${prefix}${quotePostgres(name)}`).join(', ')
}

/** `l."a" = s."a" and ...`: the join of two tables by key. */
export function sameKey(table: TargetTable, left: string, right: string): string {
  return table.primaryKey
    .map((name) => `${left}.${quotePostgres(name)} = ${right}.${quotePostgres(name)}`)
    .join(' and ')
}
