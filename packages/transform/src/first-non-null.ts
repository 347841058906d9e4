import type { RowTransform } from '@hourglass/catalog-kit/transform'
import { madeRowTransform } from './define-transform.ts'

/**
 * The first of several inputs that is not NULL: the customer's own value before a looked-up one, for instance. For
 * kinds whose values are text in JavaScript: text, decimals, 64-bit integers, dates and times.
 *
 * @example
 * ```ts
 * currency: col.text({
 *   doc: '…',
 *   nullable: true,
 *   inputs: { currency: text, usual: lookup(companySettings, { by: 'company_id', take: 'currency', missing: 'null' }) },
 *   using: firstNonNull('currency', 'usual'),
 * })
 * ```
 */
export function firstNonNull<Name extends string>(
  ...names: readonly [Name, ...Name[]]
): RowTransform<{ readonly [One in Name]: string | null }, string | null> {
  return madeRowTransform<{ readonly [One in Name]: string | null }, string | null>({
    name: `firstNonNull(${names.map((name) => `'${name}'`).join(', ')})`,
    doc: `The first of ${names.join(', ')} that is not NULL. NULL when all are.`,
    inputs: names,
    apply: (values) => names.map((name) => values[name]).find((value) => value !== null) ?? null,
  })
}
