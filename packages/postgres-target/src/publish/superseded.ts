import type { Extract, HeldState } from './extract.ts'

/**
 * Why an extract is too old or stands on ground that is gone; null when it may be published. Pure.
 * Watermarks are text of one width, so that text order is time order.
 */
export function whySuperseded({ watermark, publishedFence }: HeldState, { fence, lower }: Extract): string | null {
  if (fence <= publishedFence) {
    return `a later extract of this table is already published (fence ${publishedFence}, this one is ${fence})`
  }
  if (lower === null) return null
  if (watermark === null)
    return `this extract starts at ${lower}, but the table has no watermark: earlier rows are missing`
  if (lower > watermark) {
    return `this extract starts at ${lower}, after the watermark ${watermark}: the rows between are missing`
  }
  return null
}
