import type { Readable } from 'node:stream'

/** The output of one stream of a worker, cut into lines. A line with the marker ends the output of an invocation. */
export class LogLines {
  private readonly marker: string
  private readonly onLine: (line: string) => void
  private rest = ''
  private waiting: (() => void)[] = []
  private marks = 0

  constructor(stream: Readable, marker: string, onLine: (line: string) => void) {
    this.marker = marker
    this.onLine = onLine
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => this.add(text))
    stream.on('close', () => {
      this.flush()
      this.marks = Number.POSITIVE_INFINITY
      this.wake()
    })
  }

  /** Resolves when the output of the invocation has been read to its end, or the stream has closed. */
  async end(): Promise<void> {
    if (this.marks > 0) {
      this.marks -= 1
      return
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  private add(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      // A handler may leave a line open; the marker then stands at its end.
      const marked = line.endsWith(this.marker)
      const own = marked ? line.slice(0, -this.marker.length) : line
      if (own !== '' || !marked) this.onLine(own)
      if (!marked) continue
      this.marks += 1
      this.wake()
    }
  }

  private flush(): void {
    if (this.rest !== '') this.onLine(this.rest)
    this.rest = ''
  }

  private wake(): void {
    while (this.marks > 0) {
      const next = this.waiting.shift()
      if (next === undefined) return
      this.marks -= 1
      next()
    }
  }
}
