import { isUtf8 } from 'node:buffer'
import { metHighByte, writeEscaped } from '../values/copy-text.ts'
import { judgeJson } from '../values/json-scan.ts'
import type { Cell, Kind } from '../column/kind.ts'

function admit(wire: Buffer, start: number, end: number, cell: Cell): void {
  const verdict = judgeJson(wire, start, end)
  if (verdict !== 'ok') cell.reject(verdict)
}

/**
 * JSON as jsonb. The text crosses exactly and never through JavaScript numbers; Postgres then keeps the last of equal
 * names and its own order of names (edge case 78). A row with a JSON that jsonb refuses goes to quarantine, which
 * includes invalid JSON text in MariaDB, where JSON is LONGTEXT (edge case 79). A transform sees the JSON text.
 */
export const json: Kind<string, unknown, unknown, false, false> = Object.freeze<
  Kind<string, unknown, unknown, false, false>
>({
  name: 'json',
  options: '',
  problems: [],
  mysqlTypes: ['json', 'longtext'],
  accepts: (column) => column.dataType === 'json' || column.dataType === 'longtext',
  postgresType: 'jsonb',
  typescript: { mysql: 'unknown', postgres: 'unknown' },
  orderable: false,
  temporal: false,
  mysqlSelect: (ref) => ref,
  mysqlKeyText: (ref) => ref,
  mysqlKeyBind: '?',
  postgresKeyText: (ref) => `${ref}::text`,
  transcode(wire, start, end, sink, cell) {
    admit(wire, start, end, cell)
    const met = writeEscaped(wire, start, end, sink)
    if (metHighByte(met) && !isUtf8(wire.subarray(start, end))) cell.reject('text that is not valid UTF-8')
  },
  decode(wire, cell) {
    admit(wire, 0, wire.length, cell)
    return isUtf8(wire) ? wire.toString('utf8') : cell.reject('text that is not valid UTF-8')
  },
  encode(value, cell) {
    const bytes = Buffer.from(value, 'utf8')
    admit(bytes, 0, bytes.length, cell)
    return /\p{Surrogate}/u.test(value) ? cell.reject('JSON with half a surrogate pair') : value
  },
})
