const ENUM_OR_SET = /^(?:enum|set)\((.*)\)$/is
const ONE_VALUE = /'((?:[^'\\]|''|\\.)*)'/gs

/** The values of an `enum('a','b')` or `set('a','b')` COLUMN_TYPE, in their order; null for another type. */
export function declaredValues(columnType: string): readonly string[] | null {
  const list = ENUM_OR_SET.exec(columnType)?.[1]
  if (list === undefined) return null
  return [...list.matchAll(ONE_VALUE)].map((match) => (match[1] ?? '').replaceAll("''", "'").replaceAll('\\\\', '\\'))
}

/** A JavaScript string as TypeScript source, in single quotes. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
