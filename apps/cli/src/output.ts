import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import { settings } from '@hourglass/cloud/settings'

/**
 * Where a command writes. People get text on standard output and progress on standard error; `--json` gives scripts
 * one JSON document on standard output and nothing else there.
 */
export interface Output {
  readonly json: boolean
  /** True when progress can be redrawn in place. */
  readonly live: boolean
  /** Columns that a table for people may take; without a terminal as many as it needs. */
  readonly width: number
  /** A line for people; silent with `--json`. */
  line(text?: string): void
  /** A line of progress, never part of the result. */
  note(text: string): void
  /** Draws progress in place of what was drawn last; does nothing when it cannot be. '' removes it. */
  redraw(text: string): void
  /** The command's result: printed as JSON with `--json`, else rendered by `text`. */
  result(value: unknown, text: () => string): void
}

/** Output to this process's own streams. Once `signal` is aborted only notes are printed. */
export function createOutput(json: boolean, signal?: AbortSignal): Output {
  const live = process.stderr.isTTY && !json && settings().ci === undefined
  const drawing = createLogUpdate(process.stderr)
  let open = true
  let drawn = false
  const erase = () => {
    if (drawn) drawing.clear()
    drawn = false
  }
  signal?.addEventListener('abort', () => {
    erase()
    drawing.done()
    open = false
  })
  const print = (text: string) => {
    if (!open) return
    erase()
    process.stdout.write(`${text}\n`)
  }
  return {
    json,
    live,
    get width() {
      return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY
    },
    line: (text = '') => {
      if (!json) print(text)
    },
    note: (text) => {
      erase()
      process.stderr.write(`${pc.dim(text)}\n`)
    },
    redraw: (text) => {
      if (!open || !live) return
      if (text === '') erase()
      else drawing(text)
      drawn = text !== ''
    },
    result: (value, text) => print(json ? JSON.stringify(value, null, 2) : text()),
  }
}
