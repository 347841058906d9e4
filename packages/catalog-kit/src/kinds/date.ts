import { admitDate, checkedDateText } from '../values/calendar.ts'
import { writeNull, writeVerbatim } from '../values/copy-text.ts'
import type { Kind } from '../column/kind.ts'

/** DATE as `YYYY-MM-DD`. Zero and partial dates: NULL and a note where the column holds NULL, else quarantine. */
export const date: Kind<string, string, Date, true, false> = Object.freeze<Kind<string, string, Date, true, false>>({
  name: 'date',
  options: '',
  problems: [],
  mysqlTypes: ['date'],
  accepts: (column) => column.dataType === 'date',
  postgresType: 'date',
  typescript: { mysql: 'string', postgres: 'Date' },
  orderable: true,
  temporal: false,
  mysqlSelect: (ref) => ref,
  mysqlKeyText: (ref) => `CAST(${ref} AS CHAR)`,
  mysqlKeyBind: 'CAST(? AS DATE)',
  postgresKeyText: (ref) => `to_char(${ref}, 'YYYY-MM-DD')`,
  transcode(wire, start, end, sink, cell) {
    if (admitDate(wire, start, end, cell)) writeVerbatim(wire, start, end, sink)
    else writeNull(sink)
  },
  decode: (wire, cell) => (admitDate(wire, 0, wire.length, cell) ? wire.toString('latin1') : null),
  encode: (value, cell) => checkedDateText(value, false, cell),
})
