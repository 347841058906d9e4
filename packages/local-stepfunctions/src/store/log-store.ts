import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Json, tryParseJson } from '../language/json.ts'

const REWRITE_BYTES = 64 * 1024 * 1024

/**
 * One file of `[key, value]` lines; the last line of a key counts, and a line without value deletes it. Needs nothing
 * but the file system, so it is the same on every Node.js. Rewritten without its dead lines when it is opened.
 */
export class LogStore {
  private readonly path: string
  private readonly live = new Map<string, Json>()
  private readonly file: number
  private pending: string[] = []
  private isScheduled = false

  /** Opens or makes the file. A last line that a crash cut short is dropped. @throws Error when it cannot be opened */
  constructor(path: string) {
    this.path = path
    mkdirSync(dirname(path), { recursive: true })
    if (existsSync(path)) this.load()
    this.file = this.rewrite()
  }

  /** What the file held when it was opened, by key. Hands it out once, to keep memory for the running work. */
  takeEntries(): ReadonlyMap<string, Json> {
    const entries = new Map(this.live)
    this.live.clear()
    return entries
  }

  /** Keeps a value; it is on disk by the next turn of the event loop. */
  set(key: string, value: Json): void {
    this.append(JSON.stringify([key, value]))
  }

  /** Forgets a value. */
  delete(key: string): void {
    this.append(JSON.stringify([key]))
  }

  /** Writes what is pending. */
  flush(): void {
    this.isScheduled = false
    if (this.pending.length === 0) return
    writeSync(this.file, this.pending.join(''))
    this.pending = []
  }

  /** Writes what is pending and closes the file. */
  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private append(line: string): void {
    this.pending.push(`${line}\n`)
    if (this.isScheduled) return
    this.isScheduled = true
    setImmediate(() => this.flush())
  }

  private load(): void {
    for (const [key, value, hasValue] of linesOf(this.path)) {
      if (hasValue) this.live.set(key, value)
      else this.live.delete(key)
    }
  }

  private rewrite(): number {
    const fresh = `${this.path}.new`
    const file = openSync(fresh, 'w')
    let lines: string[] = []
    let size = 0
    for (const [key, value] of this.live) {
      const line = `${JSON.stringify([key, value])}\n`
      lines.push(line)
      size += line.length
      if (size < REWRITE_BYTES) continue
      writeSync(file, lines.join(''))
      lines = []
      size = 0
    }
    writeSync(file, lines.join(''))
    renameSync(fresh, this.path)
    return file
  }
}

function* linesOf(path: string): Generator<[key: string, value: Json, hasValue: boolean]> {
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const entry = line === '' ? undefined : tryParseJson(line)
    if (!Array.isArray(entry)) continue
    const [key, value] = entry
    if (typeof key === 'string') yield [key, value ?? null, entry.length > 1]
  }
}
