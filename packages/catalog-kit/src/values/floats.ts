import { writeVerbatim } from './copy-text.ts'
import type { Kind } from '../column/kind.ts'

interface FloatShape {
  readonly name: string
  readonly mysqlTypes: readonly string[]
  readonly postgresType: string
}

/**
 * Both floating-point kinds. They are read as a product, which is a DOUBLE, because MySQL prints a FLOAT with six digits
 * only (edge case 52); unlike a cast, it keeps the digits of a `DOUBLE(10,2)`. The shortest text of a double comes back exactly. A minus before zero is kept. No order: equality of floats is no
 * basis for keys (edge case 42).
 */
export function floatKind({ name, mysqlTypes, postgresType }: FloatShape): Kind<number, number, number, false, false> {
  return Object.freeze<Kind<number, number, number, false, false>>({
    name,
    options: '',
    problems: [],
    mysqlTypes,
    accepts: (column) => mysqlTypes.includes(column.dataType),
    postgresType,
    typescript: { mysql: 'number', postgres: 'number' },
    orderable: false,
    temporal: false,
    mysqlSelect: (ref) => `${ref} * 1`,
    mysqlKeyText: (ref) => `CAST(CAST(${ref} AS DOUBLE) AS CHAR)`,
    mysqlKeyBind: 'CAST(? AS DOUBLE)',
    postgresKeyText: (ref) => `${ref}::text`,
    transcode: (wire, start, end, sink) => writeVerbatim(wire, start, end, sink),
    decode: (wire) => Number(wire.toString('latin1')),
    encode(value, cell) {
      if (!Number.isFinite(value)) return cell.reject('the transform returned a number that is not finite')
      return Object.is(value, -0) ? '-0' : String(value)
    },
  })
}
