import { PathSyntaxError } from './path.ts'

/** A reader over the text of a path; filters and intrinsic functions share it. */
export class PathReader {
  position = 0

  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  get done(): boolean {
    return this.position >= this.text.length
  }

  peek(length = 1): string {
    return this.text.slice(this.position, this.position + length)
  }

  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.position)) return false
    this.position += expected.length
    return true
  }

  expect(expected: string): void {
    if (!this.take(expected)) this.fail(`expected "${expected}" at position ${this.position}`)
  }

  takeWhile(pattern: RegExp): string {
    const start = this.position
    while (!this.done && pattern.test(this.charAt())) this.position += this.charAt().length
    return this.text.slice(start, this.position)
  }

  spaces(): void {
    this.takeWhile(/\s/)
  }

  /** A quoted string in the quotes that come next; backslash escapes the next character. */
  quoted(): string {
    const quote = this.peek()
    this.position += 1
    let value = ''
    while (!this.done && this.peek() !== quote) {
      if (this.take('\\') && this.done) break
      value += this.charAt()
      this.position += this.charAt().length
    }
    this.expect(quote)
    return value
  }

  fail(found: string): never {
    throw new PathSyntaxError(this.text, found)
  }

  private charAt(): string {
    return String.fromCodePoint(this.text.codePointAt(this.position) ?? 0)
  }
}
