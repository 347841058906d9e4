import type { Kind, KindProblem } from '../column/kind.ts'
import { declaredValues, quoted } from '../values/mysql-values.ts'
import { transcodeByValue } from '../column/transcode.ts'

export interface EnumOptions<V extends string> {
  /** As MySQL declares them, in any order. */
  readonly values: readonly V[]
}

/** The kind of an ENUM with these values. */
export type EnumKind<V extends string> = Kind<V | '', V | '', V | '', false, false>

function problemsOf(values: readonly string[]): readonly KindProblem[] {
  if (values.length === 0) return [{ found: 'no values', fix: 'list the values that MySQL declares' }]
  if (new Set(values).size === values.length) return []
  return [{ found: 'a value listed twice', fix: 'list each value once' }]
}

/** A value as information_schema shows it on MySQL and MariaDB: a question mark for each character outside the BMP. */
function shown(value: string): string {
  return value.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?')
}

/**
 * ENUM as text, by value and never by its number (edge case 76). `''` is what MySQL stores for a value outside the
 * list; it crosses as it is. A listed `?` stands for any character outside the BMP too, because that is how the server
 * describes one; the value itself crosses. No order: MySQL orders by number, Postgres by text.
 */
export function enumOf<const V extends string>(options: EnumOptions<V>): EnumKind<V> {
  // A catalog that no compiler has seen may give none; `problems` then says so.
  const listed: readonly V[] = Array.isArray(options.values) ? options.values : []
  const values: ReadonlySet<string> = new Set(['', ...listed])
  const listedAsShown: ReadonlySet<string> = new Set([...values].map(shown))
  const union = [...values].map(quoted).join(' | ')
  const kind: EnumKind<V> = Object.freeze<EnumKind<V>>({
    name: 'enum',
    options: `values: [${listed.map(quoted).join(', ')}]`,
    problems: problemsOf(listed),
    mysqlTypes: ['enum'],
    accepts(column) {
      const found = column.dataType === 'enum' ? declaredValues(column.columnType) : null
      return found !== null && found.every((value) => listedAsShown.has(value))
    },
    postgresType: 'text',
    typescript: { mysql: union, postgres: union },
    orderable: false,
    temporal: false,
    mysqlSelect: (ref) => ref,
    mysqlKeyText: (ref) => `CAST(${ref} AS CHAR)`,
    mysqlKeyBind: '?',
    postgresKeyText: (ref) => ref,
    transcode: (wire, start, end, sink, cell) => transcodeByValue(kind, wire, start, end, sink, cell),
    decode(wire, cell) {
      const value = wire.toString('utf8')
      if (!values.has(value) && !values.has(shown(value)))
        return cell.reject('a value that the catalog does not list for this enum')
      // Membership was checked on the line above; one behind a `?` has another text than its type says.
      return value as V | ''
    },
    encode(value, cell) {
      return values.has(value) || values.has(shown(value))
        ? value
        : cell.reject('the transform returned a value that the catalog does not list')
    },
  })
  return kind
}
