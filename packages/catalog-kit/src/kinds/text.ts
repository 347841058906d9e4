import { isUtf8 } from 'node:buffer'
import { metHighByte, metNul, writeEscaped } from '../values/copy-text.ts'
import type { Cell, Kind } from '../column/kind.ts'

/** `uuid`, `inet4` and `inet6` are MariaDB's; on the wire they are text, and a text compares with them as their own type. */
const MYSQL_TYPES = ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'uuid', 'inet4', 'inet6']

function rejectBrokenText(cell: Cell): never {
  return cell.reject('text that is not valid UTF-8')
}

/**
 * Any text; the server converts it to utf8mb4 (edge cases 66 to 68). NUL characters, which Postgres cannot store, are
 * removed and counted (edge case 64); a row with invalid UTF-8 goes to quarantine (edge case 65).
 */
export const text: Kind<string, string, string, true, false> = Object.freeze<Kind<string, string, string, true, false>>(
  {
    name: 'text',
    options: '',
    problems: [],
    mysqlTypes: MYSQL_TYPES,
    accepts: (column) => MYSQL_TYPES.includes(column.dataType),
    postgresType: 'text',
    typescript: { mysql: 'string', postgres: 'string' },
    orderable: true,
    temporal: false,
    mysqlSelect: (ref) => ref,
    // Keys are ordered and compared in MySQL only, by the column's own collation (edge case 38).
    mysqlKeyText: (ref) => ref,
    mysqlKeyBind: '?',
    postgresKeyText: (ref) => ref,
    transcode(wire, start, end, sink, cell) {
      const met = writeEscaped(wire, start, end, sink)
      if (metHighByte(met) && !isUtf8(wire.subarray(start, end))) rejectBrokenText(cell)
      if (metNul(met)) cell.note('nul-character-removed')
    },
    decode(wire, cell) {
      if (!isUtf8(wire)) return rejectBrokenText(cell)
      const value = wire.toString('utf8')
      if (!value.includes('\0')) return value
      cell.note('nul-character-removed')
      return value.replaceAll('\0', '')
    },
    encode(value, cell) {
      if (value.includes('\0')) return cell.reject('the transform returned text with a NUL character')
      if (/\p{Surrogate}/u.test(value)) return cell.reject('the transform returned text with half a character')
      return value
    },
  },
)
