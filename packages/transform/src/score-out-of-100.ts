import type { Transform } from '@hourglass/catalog-kit/transform'
import { madeTransform } from './define-transform.ts'

/** Half away from zero, in whole numbers: a product of doubles would round 0.285 down. */
function hundredths(part: number, whole: number): string {
  const doubled = Math.floor((Math.abs(part) * 20_000) / whole + 1)
  const rounded = Math.floor(doubled / 2)
  const digits = String(rounded).padStart(3, '0')
  return `${part < 0 && rounded > 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * A whole-numbered rating on the scale from `worst` to `best` as a score from 0 to 100, so that scales of different
 * questions can be compared.
 *
 * @example
 * ```ts
 * score: col.decimal({ doc: '…', from: 'rating', reads: tinyint, precision: 5, scale: 2, using: scoreOutOf100(1, 5), nullable: true })
 * ```
 */
export function scoreOutOf100(worst: number, best: number): Transform<number, string | null> {
  return madeTransform({
    name: `scoreOutOf100(${worst}, ${best})`,
    doc: `A rating from ${worst} to ${best} as a score from 0 to 100 with two decimals. NULL outside the scale.`,
    apply: (value) => (value < worst || value > best ? null : hundredths(value - worst, best - worst)),
  })
}
