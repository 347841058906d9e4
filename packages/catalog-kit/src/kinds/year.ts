import { writeVerbatim } from '../values/copy-text.ts'
import type { Kind } from '../column/kind.ts'

/** YEAR, 1901 to 2155 and 0, which stays 0 (edge case 61). */
export const year: Kind<number, number, number, true, false> = Object.freeze<Kind<number, number, number, true, false>>(
  {
    name: 'year',
    options: '',
    problems: [],
    mysqlTypes: ['year'],
    accepts: (column) => column.dataType === 'year',
    postgresType: 'smallint',
    typescript: { mysql: 'number', postgres: 'number' },
    orderable: true,
    temporal: false,
    mysqlSelect: (ref) => ref,
    // `+ 0` makes `0` of `0000`.
    mysqlKeyText: (ref) => `CAST(${ref} + 0 AS CHAR)`,
    mysqlKeyBind: 'CAST(? AS UNSIGNED)',
    postgresKeyText: (ref) => `${ref}::text`,
    transcode: (wire, start, end, sink) => writeVerbatim(wire, start, end, sink),
    decode: (wire) => Number(wire.toString('latin1')),
    encode(value, cell) {
      if (value === 0 || (Number.isInteger(value) && value >= 1901 && value <= 2155)) return String(value)
      return cell.reject('the transform returned no year from 1901 to 2155')
    },
  },
)
