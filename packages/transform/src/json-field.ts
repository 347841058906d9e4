import type { Transform } from '@hourglass/catalog-kit/transform'
import { madeTransform } from './define-transform.ts'
import { jsonPathText } from './json-path.ts'

/**
 * One field of a JSON column, for a text column of its own. Steps are separated by points; a number is a place in a list.
 *
 * @example
 * ```ts
 * device: col.text({ doc: '…', from: 'context', reads: json, using: jsonField('device'), nullable: true })
 * ```
 */
export function jsonField(path: string): Transform<string, string | null> {
  const steps = path.split('.')
  return madeTransform({
    name: `jsonField('${path}')`,
    doc: `The field ${path} of a JSON text: a string without its quotes, a number with its own digits. NULL where there is none.`,
    apply: (value) => jsonPathText(value, steps),
  })
}
