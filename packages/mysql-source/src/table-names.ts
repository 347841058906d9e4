import type { Query } from './session.ts'

/**
 * How the server compares names of tables: what is equal has one result. With `lower_case_table_names` at 1 or 2 it is
 * the lower case, and `information_schema` may give a name in another case than the catalog.
 */
export async function tableNameKey(query: Query): Promise<(name: string) => string> {
  const [row] = await query('SELECT @@GLOBAL.lower_case_table_names')
  return row?.[0] === '0' ? (name) => name : (name) => name.toLowerCase()
}
