import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const IN_MEMORY_BYTES = 4 * 1024 * 1024
const WRITE_BUFFER_BYTES = 1024 * 1024

/** A directory for the stores of one engine, made when the first one outgrows memory. */
export interface SpillDirectory {
  /** Path of the directory; creates it. */
  path(): string
}

/**
 * Texts by number, in memory up to 4 MB and then in one temporary file: what a Map Run reads and returns may be far
 * larger than the process should be.
 */
export class TextStore {
  private readonly spill: SpillDirectory
  private readonly name: string
  private texts: string[] | undefined = []
  private memoryBytes = 0
  private file: number | undefined
  private written = 0
  private pending: Buffer[] = []
  private pendingBytes = 0
  private readonly offsets: number[] = [0]

  /** `name` becomes part of the file name. */
  constructor(spill: SpillDirectory, name: string) {
    this.spill = spill
    this.name = name
  }

  get length(): number {
    return this.texts?.length ?? this.offsets.length - 1
  }

  /** Keeps a text and returns its number. */
  add(text: string): number {
    if (this.texts === undefined) {
      this.append(text)
      return this.offsets.length - 2
    }
    this.memoryBytes += text.length
    const index = this.texts.push(text) - 1
    if (this.memoryBytes > IN_MEMORY_BYTES) this.moveToFile(this.texts)
    return index
  }

  /** The text with that number. @throws RangeError when there is none */
  get(index: number): string {
    if (this.texts !== undefined) {
      const text = this.texts[index]
      if (text === undefined) throw new RangeError(`no text ${index} in ${this.name}: it holds ${this.texts.length}`)
      return text
    }
    const [start, end] = [this.offsets[index], this.offsets[index + 1]]
    if (start === undefined || end === undefined || this.file === undefined)
      throw new RangeError(`no text ${index} in ${this.name}`)
    if (end > this.written) this.flush()
    const buffer = Buffer.allocUnsafe(end - start)
    readSync(this.file, buffer, 0, buffer.length, start)
    return buffer.toString('utf8')
  }

  /** Forgets everything and removes the file. */
  dispose(): void {
    this.texts = []
    if (this.file === undefined) return
    closeSync(this.file)
    rmSync(this.path, { force: true })
    this.file = undefined
  }

  private get path(): string {
    return join(this.spill.path(), this.name)
  }

  private moveToFile(texts: readonly string[]): void {
    this.file = openSync(this.path, 'w+')
    this.texts = undefined
    for (const text of texts) this.append(text)
  }

  private append(text: string): void {
    const bytes = Buffer.from(text, 'utf8')
    this.pending.push(bytes)
    this.pendingBytes += bytes.length
    this.offsets.push((this.offsets.at(-1) ?? 0) + bytes.length)
    if (this.pendingBytes > WRITE_BUFFER_BYTES) this.flush()
  }

  private flush(): void {
    if (this.file === undefined || this.pending.length === 0) return
    const bytes = Buffer.concat(this.pending)
    writeSync(this.file, bytes, 0, bytes.length, this.written)
    this.written += bytes.length
    this.pending = []
    this.pendingBytes = 0
  }
}
