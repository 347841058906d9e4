import { writeVerbatim } from './copy-text.ts'
import type { Kind, SourceColumn } from '../column/kind.ts'

/** Bytes of MySQL's integer types (https://dev.mysql.com/doc/refman/8.4/en/integer-types.html). */
const BYTES: Readonly<Record<string, number>> = { tinyint: 1, smallint: 2, mediumint: 3, int: 4, bigint: 8 }

export interface IntegerRange {
  readonly min: bigint
  readonly max: bigint
}

/** What an integer type can hold; null when the type is not an integer. */
function integerRange(dataType: string, unsigned: boolean): IntegerRange | null {
  const bytes = BYTES[dataType]
  if (bytes === undefined) return null
  const values = 1n << BigInt(bytes * 8)
  return unsigned ? { min: 0n, max: values - 1n } : { min: -values / 2n, max: values / 2n - 1n }
}

export function isUnsigned(column: SourceColumn): boolean {
  return /\bunsigned\b/.test(column.columnType)
}

interface IntegerShape {
  readonly name: string
  readonly dataType: 'tinyint' | 'smallint' | 'mediumint' | 'int' | 'bigint'
  readonly unsigned: boolean
  readonly postgresType: string
}

/** Text without the leading zeros of ZEROFILL, as the databases return it. */
function plainDigits(wire: Buffer): string {
  return wire.toString('latin1').replace(/^(-?)0+(?=\d)/, '$1')
}

/** All that integer kinds share; `V` is number where JavaScript holds every value exactly, else string (edge case 53). */
function integerKind<V extends number | string, Postgres>(
  shape: IntegerShape,
  postgres: string,
  value: { readonly typescript: string; read(digits: string): V },
): Kind<V, V, Postgres, true, false> {
  const { name, dataType, unsigned, postgresType } = shape
  const range = integerRange(dataType, unsigned) ?? { min: 0n, max: 0n }
  return Object.freeze<Kind<V, V, Postgres, true, false>>({
    name,
    options: '',
    problems: [],
    mysqlTypes: [unsigned ? `${dataType} unsigned` : dataType],
    accepts(column) {
      const found = integerRange(column.dataType, isUnsigned(column))
      return found !== null && found.min >= range.min && found.max <= range.max
    },
    postgresType,
    typescript: { mysql: value.typescript, postgres },
    orderable: true,
    temporal: false,
    mysqlSelect: (ref) => ref,
    // `+ 0` takes the zeros of ZEROFILL away.
    mysqlKeyText: (ref) => `CAST(${ref} + 0 AS CHAR)`,
    mysqlKeyBind: unsigned ? 'CAST(? AS UNSIGNED)' : 'CAST(? AS SIGNED)',
    postgresKeyText: (ref) => `${ref}::text`,
    transcode: (wire, start, end, sink) => writeVerbatim(wire, start, end, sink),
    decode: (wire) => value.read(plainDigits(wire)),
    encode(given, cell) {
      const digits = String(given)
      if (!/^-?\d+$/.test(digits)) return cell.reject('the transform returned no whole number')
      const whole = BigInt(digits)
      if (whole < range.min || whole > range.max) return cell.reject(`the transform returned a number outside ${name}`)
      return digits
    },
  })
}

/** An integer kind whose values are exact as JavaScript numbers. */
export function numberKind<Postgres>(shape: IntegerShape, postgres: 'number' | 'string') {
  return integerKind<number, Postgres>(shape, postgres, { typescript: 'number', read: Number })
}

/** An integer kind whose values need text: 64 bits. */
export function digitsKind(shape: IntegerShape) {
  return integerKind<string, string>(shape, 'string', { typescript: 'string', read: (digits) => digits })
}
