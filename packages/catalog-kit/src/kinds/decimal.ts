import { writeVerbatim } from '../values/copy-text.ts'
import type { Kind, KindProblem } from '../column/kind.ts'

export interface DecimalOptions {
  /** Digits in all, 1 to 65. */
  readonly precision: number
  /** Digits behind the point, 0 to 30. */
  readonly scale: number
}

/** MySQL's limits (https://dev.mysql.com/doc/refman/8.4/en/fixed-point-types.html). */
function problemsOf({ precision, scale }: DecimalOptions): readonly KindProblem[] {
  const problems: KindProblem[] = []
  if (!Number.isInteger(precision) || precision < 1 || precision > 65) {
    problems.push({ found: `precision ${precision}`, fix: 'give the precision of the MySQL column, 1 to 65' })
  }
  if (!Number.isInteger(scale) || scale < 0 || scale > 30 || scale > precision) {
    problems.push({
      found: `scale ${scale}`,
      fix: 'give the scale of the MySQL column, 0 to 30 and at most the precision',
    })
  }
  return problems
}

/**
 * DECIMAL, signed or unsigned, as text from end to end (edge case 53). It accepts a column only if no digit is lost on
 * either side of the point: Postgres rounds silently (edge case 56).
 */
export function decimal(options: DecimalOptions): Kind<string, string, string, true, false> {
  const { precision, scale } = options
  const wholeDigits = precision - scale
  return Object.freeze<Kind<string, string, string, true, false>>({
    name: 'decimal',
    options: `precision: ${precision}, scale: ${scale}`,
    problems: problemsOf(options),
    mysqlTypes: ['decimal', 'decimal unsigned'],
    accepts(column) {
      if (column.dataType !== 'decimal' || column.size === null) return false
      const foundScale = column.scale ?? 0
      return foundScale <= scale && column.size - foundScale <= wholeDigits
    },
    postgresType: `numeric(${precision},${scale})`,
    typescript: { mysql: 'string', postgres: 'string' },
    orderable: true,
    temporal: false,
    mysqlSelect: (ref) => ref,
    mysqlKeyText: (ref) => `CAST(CAST(${ref} AS DECIMAL(${precision},${scale})) AS CHAR)`,
    mysqlKeyBind: `CAST(? AS DECIMAL(${precision},${scale}))`,
    postgresKeyText: (ref) => `${ref}::text`,
    transcode: (wire, start, end, sink) => writeVerbatim(wire, start, end, sink),
    decode: (wire) => wire.toString('latin1'),
    encode(value, cell) {
      const digits = /^-?(\d+)(?:\.(\d+))?$/.exec(value)
      if (digits === null) return cell.reject('the transform returned no decimal number')
      const whole = (digits[1] ?? '').replace(/^0+/, '').length
      const fraction = (digits[2] ?? '').replace(/0+$/, '').length
      if (whole > wholeDigits || fraction > scale) {
        return cell.reject(`the transform returned more digits than numeric(${precision},${scale}) holds`)
      }
      return value
    },
  })
}
