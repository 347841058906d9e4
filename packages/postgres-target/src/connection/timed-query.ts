import type { ClientBase, QueryConfig, QueryResult, QueryResultRow } from 'pg'

/** The driver reads this per query too; its types name it for the whole client only. */
interface TimedQuery extends QueryConfig {
  readonly query_timeout: number
}

/** Runs a query and gives up after `ms` when no answer comes; the connection must then be closed. */
export function timedQuery<Row extends QueryResultRow>(
  client: ClientBase,
  ms: number,
  text: string,
  values: readonly unknown[] = [],
): Promise<QueryResult<Row>> {
  const query: TimedQuery = { text, values: [...values], query_timeout: ms }
  return client.query<Row>(query)
}
