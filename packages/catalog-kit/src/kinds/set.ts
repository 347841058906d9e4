import { isUtf8 } from 'node:buffer'
import type { Kind } from '../column/kind.ts'
import { transcodeByValue } from '../column/transcode.ts'

/** One element of an array literal, always in quotes (https://www.postgresql.org/docs/17/arrays.html, I/O). */
function element(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/**
 * SET as an array of its values, in the order that MySQL declares them; the empty set is an empty array (edge case 77).
 * MySQL keeps commas out of the values, so a comma always separates.
 */
export const set: Kind<readonly string[], string, string[], false, false> = Object.freeze<
  Kind<readonly string[], string, string[], false, false>
>({
  name: 'set',
  options: '',
  problems: [],
  mysqlTypes: ['set'],
  accepts: (column) => column.dataType === 'set',
  postgresType: 'text[]',
  typescript: { mysql: 'string', postgres: 'string[]' },
  orderable: false,
  temporal: false,
  mysqlSelect: (ref) => ref,
  mysqlKeyText: (ref) => `CAST(${ref} AS CHAR)`,
  mysqlKeyBind: '?',
  postgresKeyText: (ref) => `array_to_string(${ref}, ',')`,
  transcode: (wire, start, end, sink, cell) => transcodeByValue(set, wire, start, end, sink, cell),
  decode(wire, cell) {
    if (!isUtf8(wire)) return cell.reject('text that is not valid UTF-8')
    const members = wire.toString('utf8')
    return members === '' ? [] : members.split(',')
  },
  encode(value, cell) {
    if (value.some((one) => one.includes('\0') || /\p{Surrogate}/u.test(one))) {
      return cell.reject('the transform returned text that Postgres cannot store')
    }
    return `{${value.map(element).join(',')}}`
  },
})
