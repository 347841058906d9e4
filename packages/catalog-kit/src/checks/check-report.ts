/** Collects problems of one table; `field` is a path such as `columns.price.doc`. */
export type Report = (field: string, found: string, fix: string) => void

/** True for text with something in it. */
export function isFilled(text: unknown): text is string {
  return typeof text === 'string' && text.trim() !== ''
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
