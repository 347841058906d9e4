import pc from 'picocolors'

/**
 * Where a command writes. People get text on standard output and progress on standard error; `--json` gives scripts
 * one JSON document on standard output and nothing else there.
 */
export interface Output {
  readonly json: boolean
  /** True when progress can be redrawn in place. */
  readonly live: boolean
  /** A line for people; silent with `--json`. */
  line(text?: string): void
  /** A line of progress, never part of the result. */
  note(text: string): void
  /** The command's result: printed as JSON with `--json`, else rendered by `text`. */
  result(value: unknown, text: () => string): void
}

export function createOutput(json: boolean): Output {
  const live = process.stderr.isTTY && !json && process.env['CI'] === undefined
  return {
    json,
    live,
    line: (text = '') => {
      if (!json) process.stdout.write(`${text}\n`)
    },
    note: (text) => process.stderr.write(`${pc.dim(text)}\n`),
    result: (value, text) => process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${text()}\n`),
  }
}
