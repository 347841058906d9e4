import type { Transform } from '@hourglass/catalog-kit/transform'
import { madeTransform } from './define-transform.ts'

/** Currencies whose minor unit is not a hundredth (ISO 4217). */
const OTHER_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  ISK: 0,
  IQD: 3,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  UGX: 0,
  VND: 0,
}

/** `amount` times ten to the `digits`, rounded half away from zero, in whole numbers only. */
function shift(amount: string, digits: number): string {
  const negative = amount.startsWith('-')
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const padded = fraction.padEnd(digits + 1, '0')
  const kept = BigInt(whole + padded.slice(0, digits))
  const units = kept + (padded.charAt(digits) >= '5' ? 1n : 0n)
  return String(negative ? -units : units)
}

/** An amount of a DECIMAL column in the smallest unit of its currency, for sums without fractions. */
export function minorUnits(currency: string): Transform<string, string> {
  const digits = OTHER_DIGITS[currency] ?? 2
  return madeTransform({
    name: `minorUnits('${currency}')`,
    doc: `An amount in ${currency} in its minor unit: times ten to the ${digits}, rounded half away from zero.`,
    apply: (value) => shift(value, digits),
  })
}
