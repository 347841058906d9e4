/**
 * Splits CSV text into rows as it comes. Quotes double as in RFC 4180; a backslash escapes itself, a quote or the
 * delimiter, and any other backslash is dropped (example-csv-parse page). Newlines may stand inside quotes.
 */
export class CsvParser {
  private readonly delimiter: string
  private row: string[] = []
  private cell = ''
  private isQuoted = false
  /** A quote inside quotes was seen: the next character tells whether it doubles or ends. */
  private maybeClosing = false
  private isEscaped = false
  private skipLineFeed = false
  private hasContent = false

  constructor(delimiter: string) {
    this.delimiter = delimiter
  }

  /** Takes more text and gives the rows that it completes. Empty lines are no rows. */
  push(text: string): string[][] {
    const rows: string[][] = []
    for (let index = 0; index < text.length; index += 1) {
      const plain = this.plainRun(text, index)
      if (plain > index) {
        this.cell += text.slice(index, plain)
        this.hasContent = true
        this.skipLineFeed = false
        index = plain
        if (index >= text.length) break
      }
      this.take(text.charAt(index), rows)
    }
    return rows
  }

  /** The last row, when the text did not end with a newline. */
  end(): string[][] {
    const rows: string[][] = []
    if (this.isEscaped) this.cell += '\\'
    if (this.hasContent) this.endRow(rows)
    return rows
  }

  /** Where a run of characters without meaning ends, so that it is copied at once. */
  private plainRun(text: string, start: number): number {
    if (this.isEscaped || this.maybeClosing) return start
    let index = start
    for (; index < text.length; index += 1) {
      const char = text.charAt(index)
      if (char === '"' || char === '\\') break
      if (!this.isQuoted && (char === this.delimiter || char === '\n' || char === '\r')) break
    }
    return index
  }

  private take(char: string, rows: string[][]): void {
    if (this.isEscaped) {
      this.isEscaped = false
      this.add(char)
      return
    }
    if (this.maybeClosing) {
      this.maybeClosing = false
      if (char === '"') {
        this.add(char)
        return
      }
      this.isQuoted = false
    }
    if (char === '\\') this.isEscaped = true
    else if (char === '"') this.quote()
    else if (this.isQuoted) this.add(char)
    else this.takeOutside(char, rows)
    if (char !== '\r') this.skipLineFeed = false
  }

  private quote(): void {
    this.hasContent = true
    if (this.isQuoted) this.maybeClosing = true
    else if (this.cell === '') this.isQuoted = true
    else this.add('"')
  }

  private takeOutside(char: string, rows: string[][]): void {
    if (char === this.delimiter) {
      this.row.push(this.cell)
      this.cell = ''
      this.hasContent = true
    } else if (char === '\n') {
      if (!this.skipLineFeed) this.endRow(rows)
    } else if (char === '\r') {
      this.endRow(rows)
      this.skipLineFeed = true
    } else this.add(char)
  }

  private add(char: string): void {
    this.cell += char
    this.hasContent = true
  }

  private endRow(rows: string[][]): void {
    if (this.hasContent) rows.push([...this.row, this.cell])
    this.row = []
    this.cell = ''
    this.hasContent = false
    this.isQuoted = false
  }
}
