import type { Transform } from '@hourglass/catalog-kit/transform'
import { madeTransform } from './define-transform.ts'

/**
 * For values that an application writes where it means "none": `1900-01-01`, `N/A`. MySQL's own zero dates need no
 * transform: their kinds turn them into NULL.
 */
export function placeholderToNull(placeholder: string): Transform<string, string | null> {
  return madeTransform({
    name: `placeholderToNull('${placeholder}')`,
    doc: `The value ${placeholder} as NULL; any other value as it is.`,
    apply: (value) => (value === placeholder ? null : value),
  })
}
