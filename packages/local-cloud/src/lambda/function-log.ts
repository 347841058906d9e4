import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** One line of a function's log. */
export interface LogLine {
  readonly functionName: string
  /** The invocation that was under way; undefined while a worker starts. */
  readonly requestId: string | undefined
  /** `platform` are the START, END and REPORT lines. */
  readonly stream: 'stdout' | 'stderr' | 'platform'
  readonly line: string
}

/** Last bytes of an invocation's log that LogType=Tail returns. */
const TAIL_BYTES = 4096

/** Writes each function's log to `<folder>/<function>.log` and tells a listener. */
export class FunctionLogs {
  private readonly folder: string
  private readonly onLog: (line: LogLine) => void
  private readonly tails = new Map<string, string>()

  constructor(folder: string, onLog: (line: LogLine) => void) {
    mkdirSync(folder, { recursive: true })
    this.folder = folder
    this.onLog = onLog
  }

  add(line: LogLine): void {
    // At once, so that a log read after an invocation has all of it.
    appendFileSync(join(this.folder, `${line.functionName}.log`), `${line.line}\n`)
    const tail = line.requestId === undefined ? undefined : this.tails.get(line.requestId)
    if (line.requestId !== undefined && tail !== undefined) {
      this.tails.set(line.requestId, `${tail}${line.line}\n`.slice(-TAIL_BYTES))
    }
    this.onLog(line)
  }

  /** Keeps the end of an invocation's log until {@link takeTail}. */
  keepTail(requestId: string): void {
    this.tails.set(requestId, '')
  }

  takeTail(requestId: string): string {
    const tail = this.tails.get(requestId) ?? ''
    this.tails.delete(requestId)
    return tail
  }
}
