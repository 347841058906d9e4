import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { SpillDirectory } from '../store/text-store.ts'

/** A finished result file on local disk. */
export interface ResultFile {
  /** `SUCCEEDED_0.json` and so on. */
  readonly name: string
  readonly path: string
  /** Bytes. */
  readonly size: number
}

/** The files of one kind of result: records are appended, and a new file begins past the size limit. */
export class ResultFiles {
  readonly files: ResultFile[] = []
  private readonly kind: string
  private readonly format: 'JSON' | 'JSONL'
  private readonly spill: SpillDirectory
  private readonly limit: number
  private readonly unique: string
  private open: { fd: number; path: string; size: number; buffer: string[]; buffered: number } | undefined

  /** `unique` keeps the temporary names of two Map Runs apart; `limit` is the most bytes of one file. */
  constructor(options: {
    kind: string
    format: 'JSON' | 'JSONL'
    spill: SpillDirectory
    limit: number
    unique: string
  }) {
    this.kind = options.kind
    this.format = options.format
    this.spill = options.spill
    this.limit = options.limit
    this.unique = options.unique
  }

  /** Appends one record, given as JSON text. */
  add(record: string): void {
    const size = Buffer.byteLength(record) + 1
    if (this.open !== undefined && this.open.size + size > this.limit) this.close()
    this.open ??= this.begin()
    const { format } = this
    this.write(format === 'JSONL' ? `${record}\n` : `${this.open.size === 0 ? '[' : ','}${record}`)
  }

  /** Ends the last file. */
  close(): void {
    if (this.open === undefined) return
    if (this.format === 'JSON') this.write(']')
    this.flush()
    const { fd, path, size } = this.open
    closeSync(fd)
    this.files.push({
      name: `${this.kind}_${this.files.length}.${this.format === 'JSONL' ? 'jsonl' : 'json'}`,
      path,
      size,
    })
    this.open = undefined
  }

  /** Removes the local files. */
  dispose(): void {
    this.close()
    for (const { path } of this.files) rmSync(path, { force: true })
  }

  private begin() {
    const path = join(this.spill.path(), `${this.unique}-${this.kind}-${this.files.length}`)
    return { fd: openSync(path, 'w'), path, size: 0, buffer: [], buffered: 0 }
  }

  private write(text: string): void {
    if (this.open === undefined) return
    this.open.size += Buffer.byteLength(text)
    this.open.buffer.push(text)
    this.open.buffered += text.length
    if (this.open.buffered > 1_000_000) this.flush()
  }

  private flush(): void {
    if (this.open === undefined || this.open.buffer.length === 0) return
    writeSync(this.open.fd, this.open.buffer.join(''))
    this.open.buffer = []
    this.open.buffered = 0
  }
}
