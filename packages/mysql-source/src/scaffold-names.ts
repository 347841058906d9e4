/** Names of the system columns that Postgres adds to every table. */
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'])

/** Postgres cuts longer names silently (edge case 89); a few are left for a number that tells two names apart. */
const MAX_LENGTH = 60

/** A MySQL name as a plain Postgres name of `[a-z0-9_]`: `customerId` and `Customer ID` become `customer_id`. */
export function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, MAX_LENGTH)
  return /^[a-z]/.test(plain) && !SYSTEM_COLUMNS.has(plain) ? plain : `c_${plain}`
}

/** Plain names, made different by a number where two are equal. Names that are plain already keep theirs. */
export function plainNames(names: readonly string[]): ReadonlyMap<string, string> {
  const result = new Map<string, string>()
  const taken = new Set<string>()
  const take = (name: string, base: string) => {
    let plain = base
    for (let n = 2; taken.has(plain); n++) plain = `${base}_${n}`
    taken.add(plain)
    result.set(name, plain)
  }
  for (const name of names) if (plainName(name) === name) take(name, name)
  for (const name of names) if (!result.has(name)) take(name, plainName(name))
  return result
}

/** `film_actor` as the name of a constant: `filmActor`. */
export function constantName(table: string): string {
  const camel = table.replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  return RESERVED.has(camel) ? `${camel}Table` : camel
}

/** Words that no constant can have for a name in a module, and the imports of a table file. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield col'
  ).split(' '),
)
