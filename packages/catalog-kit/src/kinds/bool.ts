import type { Kind } from '../column/kind.ts'
import { transcodeByValue } from '../column/transcode.ts'

/**
 * `tinyint(1)` or `bit(1)` that a table declares to hold yes or no. Opt-in, because MySQL lets -128 to 127 in
 * (edge case 62): a row with another number than 0 or 1 goes to quarantine.
 */
export const bool: Kind<boolean, number | Buffer, boolean, false, false> = Object.freeze<
  Kind<boolean, number | Buffer, boolean, false, false>
>({
  name: 'bool',
  options: '',
  problems: [],
  mysqlTypes: ['tinyint(1)', 'bit(1)'],
  accepts: (column) => /^(?:tinyint\(1\)|bit\(1\))(?: unsigned)?(?: zerofill)?$/.test(column.columnType),
  postgresType: 'boolean',
  typescript: { mysql: 'number | Buffer', postgres: 'boolean' },
  orderable: false,
  temporal: false,
  // Digits for both: a BIT column alone would come as a raw byte.
  mysqlSelect: (ref) => `${ref} + 0`,
  mysqlKeyText: (ref) => `CAST(${ref} + 0 AS CHAR)`,
  mysqlKeyBind: 'CAST(? AS SIGNED)',
  postgresKeyText: (ref) => `${ref}::integer::text`,
  transcode: (wire, start, end, sink, cell) => transcodeByValue(bool, wire, start, end, sink, cell),
  decode(wire, cell) {
    const digits = wire.toString('latin1')
    if (digits === '1') return true
    if (digits === '0') return false
    return cell.reject('a yes-or-no column holds a number other than 0 and 1')
  },
  encode: (value) => (value ? 't' : 'f'),
})
