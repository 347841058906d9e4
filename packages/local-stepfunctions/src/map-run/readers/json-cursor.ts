import { type Json, tryParseJson } from '../../language/json.ts'

/** The text is not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
}

const BACKSLASH = 0x5c
const QUOTE = 0x22

/**
 * Walks through JSON text that comes in pieces. Only the value that is being read is held in memory, so a file may be
 * as large as it likes.
 */
export class JsonCursor {
  private readonly pieces: AsyncIterator<string>
  private piece = ''
  private position = 0

  constructor(text: AsyncIterable<string>) {
    this.pieces = text[Symbol.asyncIterator]()
  }

  /** The next character that is no white space; empty at the end of the text. */
  async peek(): Promise<string> {
    for (;;) {
      while (isSpace(this.piece.charCodeAt(this.position))) this.position += 1
      if (this.position < this.piece.length) return this.piece.charAt(this.position)
      if (!(await this.more())) return ''
    }
  }

  /** Stops at every element of the array that comes next; the caller reads or skips each. @throws JsonSyntaxError */
  async *elements(): AsyncGenerator<number> {
    await this.expect('[')
    for (let index = 0; await this.hasNext(index === 0, ']'); index += 1) yield index
  }

  /** Stops at every value of the object that comes next; the caller reads or skips each. @throws JsonSyntaxError */
  async *keys(): AsyncGenerator<string> {
    await this.expect('{')
    for (let isFirst = true; await this.hasNext(isFirst, '}'); isFirst = false) {
      const key = await this.value()
      if (typeof key !== 'string') throw new JsonSyntaxError('a key is not a string')
      await this.expect(':')
      yield key
    }
  }

  /** Reads the value that comes next. @throws JsonSyntaxError */
  async value(): Promise<Json> {
    const value = tryParseJson(await this.valueText())
    if (value === undefined) throw new JsonSyntaxError('a value is not valid JSON')
    return value
  }

  /** Passes over the value that comes next. @throws JsonSyntaxError */
  async skip(): Promise<void> {
    const next = await this.peek()
    if (next === '[') for await (const _ of this.elements()) await this.skip()
    else if (next === '{') for await (const _ of this.keys()) await this.skip()
    else await this.value()
  }

  /** @throws JsonSyntaxError when there is more than white space left */
  async end(): Promise<void> {
    if ((await this.peek()) !== '') throw new JsonSyntaxError('text follows after the end')
  }

  private async hasNext(isFirst: boolean, close: string): Promise<boolean> {
    if ((await this.peek()) === close) {
      this.position += 1
      return false
    }
    if (!isFirst) {
      await this.expect(',')
      if ((await this.peek()) === close) throw new JsonSyntaxError('a value is missing')
    }
    return true
  }

  private async expect(char: string): Promise<void> {
    if ((await this.peek()) !== char) throw new JsonSyntaxError(`expected ${char}`)
    this.position += 1
  }

  /** The text of the next value, found by its brackets and quotes; whether it is valid shows when it is parsed. */
  private async valueText(): Promise<string> {
    await this.peek()
    const before: string[] = []
    const scan = new ValueScan()
    for (;;) {
      const end = scan.endIn(this.piece, this.position)
      if (end !== undefined) {
        before.push(this.piece.slice(this.position, end))
        this.position = end
        return before.join('')
      }
      before.push(this.piece.slice(this.position))
      if (!(await this.more())) return before.join('')
    }
  }

  private async more(): Promise<boolean> {
    const { done, value } = await this.pieces.next()
    this.piece = done === true ? '' : value
    this.position = 0
    return done !== true
  }
}

/** Looks for the end of one value, piece by piece. */
class ValueScan {
  private depth = 0
  private isString = false
  private isEscaped = false
  private isPlain = false

  /** Where the value ends in this piece; undefined when it goes on in the next. */
  endIn(text: string, from: number): number | undefined {
    for (let index = from; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      if (this.isString) {
        if (this.passString(code)) return index + 1
      } else if (code === QUOTE) {
        if (this.isPlain) return index
        this.isString = true
      } else if (isOpening(code)) {
        if (this.isPlain) return index
        this.depth += 1
      } else if (isClosing(code)) {
        if (this.depth === 0) return index
        this.depth -= 1
        if (this.depth === 0) return index + 1
      } else if (this.depth === 0) {
        if (code === 0x2c || code === 0x3a || isSpace(code)) return index
        this.isPlain = true
      }
    }
    return undefined
  }

  private passString(code: number): boolean {
    if (this.isEscaped) this.isEscaped = false
    else if (code === BACKSLASH) this.isEscaped = true
    else if (code === QUOTE) {
      this.isString = false
      return this.depth === 0
    }
    return false
  }
}

function isOpening(code: number): boolean {
  return code === 0x5b || code === 0x7b
}

function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
