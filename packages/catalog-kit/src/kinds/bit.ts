import type { Kind } from '../column/kind.ts'
import { transcodeByValue } from '../column/transcode.ts'

export interface BitOptions {
  /** Number of bits, 1 to 64, as in the MySQL column. */
  readonly n: number
}

/** BIT(n): on the wire big-endian bytes, in Postgres `bit(n)` (edge case 63). Its value is text of 0 and 1. */
export function bit({ n }: BitOptions): Kind<string, Buffer, string, false, false> {
  const usable = Number.isInteger(n) && n >= 1 && n <= 64
  const kind: Kind<string, Buffer, string, false, false> = Object.freeze<Kind<string, Buffer, string, false, false>>({
    name: 'bit',
    options: `n: ${n}`,
    problems: usable ? [] : [{ found: `n ${n}`, fix: 'give the length of the MySQL column, 1 to 64' }],
    mysqlTypes: ['bit'],
    // Postgres takes exactly n bits, so a shorter column does not fit either.
    accepts: (column) => column.columnType === `bit(${n})`,
    postgresType: `bit(${n})`,
    typescript: { mysql: 'Buffer', postgres: 'string' },
    orderable: false,
    temporal: false,
    mysqlSelect: (ref) => ref,
    mysqlKeyText: (ref) => `CAST(${ref} + 0 AS CHAR)`,
    mysqlKeyBind: 'CAST(? AS UNSIGNED)',
    postgresKeyText: (ref) => `${ref}::text`,
    transcode: (wire, start, end, sink, cell) => transcodeByValue(kind, wire, start, end, sink, cell),
    decode(wire) {
      let bits = ''
      for (const byte of wire) bits += byte.toString(2).padStart(8, '0')
      return bits.slice(-n)
    },
    encode(value, cell) {
      if (value.length === n && /^[01]+$/.test(value)) return value
      return cell.reject(`the transform returned something other than ${n} bits`)
    },
  })
  return kind
}
