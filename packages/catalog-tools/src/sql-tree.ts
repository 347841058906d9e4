/*
 * Questions to the tree that Postgres' parser returns for a statement. Its nodes are objects with one key, the name of the
 * node: {"RangeVar": {"schemaname": "analytics", "relname": "surveys"}}.
 */

/** Any object of the tree. */
export type Node = Readonly<Record<string, unknown>>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Everything of that name, however deep. */
export function nodesOf(tree: unknown, name: string): readonly Node[] {
  if (Array.isArray(tree)) return tree.flatMap((each) => nodesOf(each, name))
  if (!isNode(tree)) return []
  return Object.entries(tree).flatMap(([key, value]) => {
    const here = key === name ? (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []) : []
    return [...here, ...nodesOf(value, name)]
  })
}

/** Names of the columns that a SELECT returns; null for one without a name of its own. */
export function outputColumns(select: Node): readonly (string | null)[] {
  const body = inside(select, 'SelectStmt')
  // The columns of a UNION are called as those of its first branch.
  if (isNode(body?.['larg'])) return outputColumns({ SelectStmt: body['larg'] })
  const targets = body?.['targetList']
  return Array.isArray(targets) ? targets.map(columnName) : []
}

function columnName(target: unknown): string | null {
  const column = inside(target, 'ResTarget')
  if (typeof column?.['name'] === 'string') return column['name']
  const fields = inside(column?.['val'], 'ColumnRef')?.['fields']
  const last: unknown = Array.isArray(fields) ? fields.at(-1) : undefined
  const name = inside(last, 'String')?.['sval']
  return typeof name === 'string' ? name : null
}

/** Relations that a statement reads: `schema.name`, and those that neither have a schema nor are made by a WITH. */
export function relationsOf(statement: Node): {
  readonly named: readonly string[]
  readonly unqualified: readonly string[]
} {
  const made = new Set(nodesOf(statement, 'CommonTableExpr').map((each) => each['ctename']))
  const relations = nodesOf(statement, 'RangeVar').map(({ schemaname, relname }) => ({
    schemaname,
    relname: text(relname),
  }))
  const unique = (names: readonly string[]) => [...new Set(names)].sort()
  return {
    named: unique(
      relations.flatMap(({ schemaname, relname }) =>
        schemaname === undefined ? [] : [`${text(schemaname)}.${relname}`],
      ),
    ),
    unqualified: unique(
      relations.flatMap(({ schemaname, relname }) => (schemaname === undefined && !made.has(relname) ? [relname] : [])),
    ),
  }
}

/** Functions whose answer is not made of their arguments alone. */
const RESTLESS: ReadonlySet<string> = new Set([
  'clock_timestamp',
  'current_setting',
  'gen_random_uuid',
  'nextval',
  'now',
  'pg_sleep',
  'random',
  'random_normal',
  'set_config',
  'statement_timestamp',
  'timeofday',
  'transaction_timestamp',
  'uuidv4',
  'uuidv7',
])

/** Calls that answer differently at another time or place: `now()`, `CURRENT_DATE`. */
export function restlessCalls(statement: Node): readonly string[] {
  const calls = nodesOf(statement, 'FuncCall').flatMap(({ funcname, args }) => {
    const name = text(inside(Array.isArray(funcname) ? funcname.at(-1) : undefined, 'String')?.['sval'])
    // age(t) is counted from today, age(a, b) is not.
    const today = name === 'age' && Array.isArray(args) && args.length === 1
    return RESTLESS.has(name) || today ? [`${name}()`] : []
  })
  const values = nodesOf(statement, 'SQLValueFunction').map(({ op }) => text(op).replace('SVFOP_', ''))
  return [...new Set([...calls, ...values])].sort()
}

function inside(node: unknown, name: string): Node | undefined {
  const found = isNode(node) ? node[name] : undefined
  return isNode(found) ? found : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
