import prettyBytes from 'pretty-bytes'
import prettyMilliseconds from 'pretty-ms'

/** `1,234,567`, whatever the machine's language. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

export function formatBytes(bytes: number): string {
  return prettyBytes(bytes)
}

/** `840ms`, `12.3s`, `3m 20s` */
export function formatSeconds(seconds: number): string {
  return prettyMilliseconds(
    seconds * 1000,
    seconds >= 60 ? { secondsDecimalDigits: 0 } : { secondsDecimalDigits: 1, keepDecimalsOnWholeSeconds: true },
  )
}

/** A bar of `width` cells for `done` of `total`. */
export function bar(done: number, total: number, width = 12): string {
  const filled = total === 0 ? 0 : Math.round((Math.min(done, total) / total) * width)
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}
