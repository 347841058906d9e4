/** One field of an object literal in a table file, by its places in the text. */
export interface Field {
  /** `columns.nps_class.using`. */
  readonly path: string
  readonly start: number
  readonly value: number
  readonly end: number
}

/** A table file with one mistake in it. */
export interface Mistake {
  readonly path: string
  readonly kind: 'removed' | 'misspelt' | 'another type'
  readonly text: string
}

const NAME = /\s*(\w+):\s*/y
const TO_NEXT = /,?\s*/y

/**
 * The fields of the object literal that opens at `at`, and of those inside it. It reads what the formatter leaves of a
 * table file: names without quotes, strings in single or double quotes, no comments.
 */
function fieldsOf(text: string, at: number, above = ''): { readonly fields: readonly Field[]; readonly end: number } {
  const fields: Field[] = []
  let place = skip(TO_NEXT, text, at + 1)
  while (text[place] !== '}') {
    NAME.lastIndex = place
    const [matched = '', name = ''] = NAME.exec(text) ?? []
    if (name === '') throw new Error(`no field at: ${text.slice(place, place + 40)}`)
    const path = above === '' ? name : `${above}.${name}`
    const value = place + matched.length
    const { end, inner } = endOfValue(text, value, path)
    fields.push({ path, start: place, value, end }, ...inner)
    place = skip(TO_NEXT, text, end)
  }
  return { fields, end: place + 1 }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return at + (pattern.exec(text)?.[0].length ?? 0)
}

/** A value ends before a comma or bracket that is not its own. */
function endOfValue(text: string, from: number, path: string) {
  const inner: Field[] = []
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === "'" || character === '"') at = text.indexOf(character, at + 1)
    else if (character === '{') {
      const nested = fieldsOf(text, at, path)
      inner.push(...nested.fields)
      at = nested.end - 1
    } else if ('(['.includes(character)) depth++
    else if (depth === 0 && ',})]'.includes(character)) return { end: at, inner }
    else if (')]'.includes(character)) depth--
  }
  throw new Error(`${path} does not end`)
}

/** A column is a call with options, and a mistake in the call is a mistake of another sort. */
const COLUMN = /^columns\.[^.]+$/

/** Every field of a table file removed, misspelt by its last letter, and given a value of another type. */
export function fieldMistakes(text: string): readonly Mistake[] {
  const { fields } = fieldsOf(text, text.indexOf('defineTable({') + 'defineTable('.length)
  return fields
    .filter(({ path }) => !COLUMN.test(path))
    .flatMap(({ path, start, value, end }) => {
      const name = path.slice(path.lastIndexOf('.') + 1)
      const given = text.slice(value, end)
      const planted = (kind: Mistake['kind'], instead: string, till = end): Mistake => ({
        path,
        kind,
        text: text.slice(0, start) + instead + text.slice(till),
      })
      return [
        planted('removed', '', skip(TO_NEXT, text, end)),
        planted('misspelt', `${name.slice(0, -1)}: ${given}`),
        planted('another type', `${name}: ${ofAnotherType(given)}`),
      ]
    })
}

function ofAnotherType(value: string): string {
  if (/^\d/.test(value)) return `'${value}'`
  if (/^(true|false)$/.test(value)) return `'${value}'`
  // A name is right where a lookup stands.
  if (/^(lookup|via)\(/.test(value)) return '42'
  // Names of transforms and kinds, and calls that give one, are objects.
  return /^\w/.test(value) ? "'text'" : '42'
}
