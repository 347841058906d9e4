import { writeVerbatim } from '../values/copy-text.ts'
import type { Kind } from '../column/kind.ts'

/** What pg returns for an interval with its defaults. */
export interface PostgresInterval {
  readonly years?: number
  readonly months?: number
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

/** TIME goes from -838:59:59 to 838:59:59; Postgres `time` holds one day only, `interval` all of it (edge case 60). */
export const time: Kind<string, string, PostgresInterval, false, false> = Object.freeze<
  Kind<string, string, PostgresInterval, false, false>
>({
  name: 'time',
  options: '',
  problems: [],
  mysqlTypes: ['time'],
  accepts: (column) => column.dataType === 'time',
  postgresType: 'interval',
  typescript: { mysql: 'string', postgres: 'PostgresInterval' },
  // The two databases write the same interval differently, so it cannot be a key.
  orderable: false,
  temporal: false,
  mysqlSelect: (ref) => ref,
  mysqlKeyText: (ref) => `CAST(${ref} AS CHAR)`,
  mysqlKeyBind: 'CAST(? AS TIME(6))',
  postgresKeyText: (ref) => `${ref}::text`,
  transcode: (wire, start, end, sink) => writeVerbatim(wire, start, end, sink),
  decode: (wire) => wire.toString('latin1'),
  encode(value, cell) {
    if (/^-?\d{2,}:[0-5]\d:[0-5]\d(?:\.\d{1,6})?$/.test(value)) return value
    return cell.reject('the transform returned no time')
  },
})
