/** Postgres cuts longer names silently (edge case 89). */
export const MAX_POSTGRES_NAME_BYTES = 63

/** MySQL's limit for table and column names, in characters. */
export const MAX_MYSQL_NAME_LENGTH = 64

/** A MySQL name in backticks (edge case 51). */
export function quoteMysql(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** A Postgres name in double quotes. */
export function quotePostgres(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as a Postgres literal, whatever `standard_conforming_strings` says. */
export function quotePostgresText(text: string): string {
  const doubled = text.replaceAll("'", "''")
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}

/** Schema and table of a target name, split at the first point. */
export function splitTarget(target: string): { readonly schema: string; readonly table: string } {
  const point = target.indexOf('.')
  if (point < 0) return { schema: '', table: target }
  return { schema: target.slice(0, point), table: target.slice(point + 1) }
}

/** `schema.table` as Postgres reads it: `"schema"."table"`. */
export function quoteTarget(target: string): string {
  const { schema, table } = splitTarget(target)
  return `${quotePostgres(schema)}.${quotePostgres(table)}`
}

/** The catalog file of a table, relative to the catalog folder: `analytics.survey_sends` is in `tables/survey-sends.ts`. */
export function tableFile(target: string): string {
  return `tables/${splitTarget(target).table.replaceAll('_', '-')}.ts`
}
