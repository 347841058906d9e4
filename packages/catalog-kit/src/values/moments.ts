import { admitDate, checkedDateText } from './calendar.ts'
import { writeNull, writeVerbatim } from './copy-text.ts'
import type { Kind } from '../column/kind.ts'

interface MomentShape {
  readonly name: string
  readonly options: string
  /** MySQL's DATA_TYPE. */
  readonly mysqlType: 'datetime' | 'timestamp'
  readonly postgresType: string
  /** Stands behind each value in COPY text. */
  readonly zone: '' | '+00'
}

/** Both kinds of date and time, as text with microseconds (edge cases 21, 22, 82): a JavaScript Date holds milliseconds. */
export function momentKind(shape: MomentShape): Kind<string, string, Date, true, true> {
  const { name, options, mysqlType, postgresType, zone } = shape
  const suffix = Buffer.from(zone, 'latin1')
  const inUtc = zone === '' ? (ref: string) => ref : (ref: string) => `${ref} AT TIME ZONE 'UTC'`
  return Object.freeze<Kind<string, string, Date, true, true>>({
    name,
    options,
    problems: [],
    mysqlTypes: [mysqlType],
    accepts: (column) => column.dataType === mysqlType,
    postgresType,
    typescript: { mysql: 'string', postgres: 'Date' },
    orderable: true,
    temporal: true,
    mysqlSelect: (ref) => ref,
    mysqlKeyText: (ref) => `DATE_FORMAT(${ref}, '%Y-%m-%d %H:%i:%s.%f')`,
    mysqlKeyBind: 'CAST(? AS DATETIME(6))',
    postgresKeyText: (ref) => `to_char(${inUtc(ref)}, 'YYYY-MM-DD HH24:MI:SS.US')`,
    transcode(wire, start, end, sink, cell) {
      if (!admitDate(wire, start, end, cell)) return writeNull(sink)
      writeVerbatim(wire, start, end, sink)
      return writeVerbatim(suffix, 0, suffix.length, sink)
    },
    decode: (wire, cell) => (admitDate(wire, 0, wire.length, cell) ? wire.toString('latin1') : null),
    encode: (value, cell) => checkedDateText(value, true, cell) + zone,
  })
}
