import { ExpressionError } from './syntax.ts'

/** A position in a text, with the few questions a parser asks. */
export class TextReader {
  private readonly text: string
  private position = 0

  constructor(text: string) {
    this.text = text
  }

  get done(): boolean {
    return this.position >= this.text.length
  }

  /** True when `text` comes next; nothing is consumed. */
  sees(text: string): boolean {
    return this.text.startsWith(text, this.position)
  }

  /** Consumes `text` if it comes next. */
  take(text: string): boolean {
    if (!this.sees(text)) return false
    this.position += text.length
    return true
  }

  /** Consumes what a sticky regular expression matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.position += found.length
    return found
  }

  /** Consumes one character. */
  next(): string {
    const character = this.text[this.position]
    if (character === undefined) throw this.error('the expression ends too early')
    this.position += 1
    return character
  }

  skipSpace(): void {
    this.match(/\s*/y)
  }

  /** @throws ExpressionError when `text` does not come next */
  expect(text: string): void {
    if (!this.take(text)) throw this.error(`"${text}" is missing`)
  }

  error(problem: string): ExpressionError {
    const near = this.text.slice(Math.max(0, this.position - 30), this.position + 30)
    return new ExpressionError(`${problem} at character ${this.position}, near "${near}"`)
  }
}
