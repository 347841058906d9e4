import { modeOf } from '../modes/modes.ts'
import { tableFile } from './identifiers.ts'
import { type Input, inputsOf } from '../column/inputs.ts'
import type { Kind, SourceColumn } from '../column/kind.ts'
import { describeType, kindFor } from '../column/kinds.ts'
import { type Column, sourceKind, sourceName, type Table } from './table.ts'

/**
 * Compares a catalog table with its columns in MySQL as they are now. Gives every problem at once, each with its fix;
 * empty means that the table can be read as the catalog says (edge cases 93 to 96).
 *
 * @example
 * ```ts
 * const problems = compareWithCatalog(orders, columnsFromInformationSchema)
 * // ['column "note": may be NULL in MySQL; add nullable: true to it in tables/orders.ts']
 * ```
 */
export function compareWithCatalog(table: Table, columns: readonly SourceColumn[]): string[] {
  const found = byName(columns)
  const file = tableFile(table.target)
  return Object.entries(table.columns).flatMap(([name, column]) => {
    const inputs = inputsOf(name, column)
    if (inputs !== null) return inputs.flatMap((input) => inputProblems(table, name, input, found, file))
    const inMysql = sourceName(name, column)
    const source = found.get(inMysql.toLowerCase())
    const place = inMysql === name ? `column "${name}"` : `column "${name}" (MySQL "${inMysql}")`
    if (!source) {
      return [
        `${place}: MySQL table "${table.source}" has no column "${inMysql}"; ` +
          `remove it from ${file}, or name the MySQL column with from`,
      ]
    }
    return [...typeProblem(sourceKind(column), source, file), ...nullProblem(table, name, column, source, file)].map(
      (problem) => `${place}: ${problem}`,
    )
  })
}

/** MySQL columns that the catalog does not copy: a note for people, no problem. */
export function columnsNotCopied(table: Table, columns: readonly SourceColumn[]): string[] {
  const read = Object.entries(table.columns).flatMap(
    ([name, column]) => inputsOf(name, column)?.map(({ source }) => source) ?? [sourceName(name, column)],
  )
  const copied = new Set(read.map((name) => name.toLowerCase()))
  return columns
    .filter(({ name }) => !copied.has(name.toLowerCase()))
    .map((column) => `MySQL column "${column.name}" (${describeType(column)}) is not in ${tableFile(table.target)}`)
}

/** MySQL compares column names without case. */
function byName(columns: readonly SourceColumn[]): ReadonlyMap<string, SourceColumn> {
  return new Map(columns.map((column) => [column.name.toLowerCase(), column]))
}

/** An input may always be NULL; only a lookup that the column holds as it is may not, where the column does not. */
function inputProblems(
  table: Table,
  name: string,
  { name: input, source, kind, lookup }: Input,
  found: ReadonlyMap<string, SourceColumn>,
  file: string,
): string[] {
  const column = found.get(source.toLowerCase())
  const place = `column "${name}", input ${input === source ? `"${source}"` : `"${input}" (MySQL "${source}")`}`
  if (!column) {
    return [`${place}: MySQL table "${table.source}" has no column "${source}"; correct the input in ${file}`]
  }
  const { nullable, using } = table.columns[name] ?? {}
  const needsKey = lookup !== null && using === undefined && nullable === false && column.nullable
  const nulls = needsKey
    ? [`the key may be NULL in MySQL, and the value is NULL then; add nullable: true to it in ${file}`]
    : []
  return [...typeProblem(kind, column, file), ...nulls].map((problem) => `${place}: ${problem}`)
}

function typeProblem(kind: Kind, source: SourceColumn, file: string): string[] {
  if (kind.accepts(source)) return []
  const own = kind.options === '' ? kind.name : `${kind.name}({ ${kind.options} })`
  const better = kindFor(source)
  const fix =
    better === null
      ? `no kind carries that type: remove the column from ${file}`
      : `use col.${better.name}${better.options === '' ? '' : `({ ${better.options} })`} in ${file}, and migrate the Postgres column`
  return [`is ${describeType(source)} in MySQL, which col.${own} does not carry; ${fix}`]
}

/** The compiler keeps key, split and cursor from being nullable in the catalog, so they need another fix. */
function nullProblem(table: Table, name: string, column: Column, source: SourceColumn, file: string): string[] {
  if (!source.nullable || column.nullable) return []
  const role = roleOf(table, name)
  if (role === null) return [`may be NULL in MySQL; add nullable: true to it in ${file}`]
  return [`is the ${role} and may be NULL in MySQL; make it NOT NULL there, or choose another ${role} in ${file}`]
}

function roleOf(table: Table, name: string): string | null {
  const { primaryKey, split } = table
  if (primaryKey.includes(name)) return 'primary key'
  if (split.by === name) return 'split column'
  return modeOf(table).window?.cursor === name ? 'cursor' : null
}
