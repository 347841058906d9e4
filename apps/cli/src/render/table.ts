import Table from 'cli-table3'
import pc from 'picocolors'
import stringWidth from 'string-width'

export interface FittingOptions<Column extends string> {
  /** Columns of words; the others hold figures and line up on the right. */
  readonly left: readonly Column[]
  /** Columns to leave out when the table is too wide, the first one first. */
  readonly droppable: readonly Column[]
  /** Columns of the terminal. */
  readonly width: number
}

/** A table that fits the terminal: it leaves out what matters least, then wraps the last column. */
export function fittingTable<Column extends string>(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: FittingOptions<Column>,
): string {
  for (let dropped = 0; ; dropped += 1) {
    const kept = columns.filter((column) => !options.droppable.slice(0, dropped).includes(column))
    const picked = rows.map((row) => row.filter((_, index) => kept.includes(columns[index] as Column)))
    const text = draw(kept, picked, options.left)
    const excess = widthOf(text) - options.width
    if (excess <= 0) return text
    if (dropped === options.droppable.length) return wrapped(kept, picked, options.left, excess)
  }
}

/** Narrowest that the last column is made, in characters. */
const NARROWEST = 12

function wrapped<Column extends string>(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  left: readonly Column[],
  excess: number,
): string {
  const last = Math.max(0, ...rows.map((row) => widthOf(row.at(-1) ?? '')))
  const width = Math.max(NARROWEST, last - excess)
  return draw(
    columns,
    rows.map((row) => [...row.slice(0, -1), wrapWords(row.at(-1) ?? '', width)]),
    left,
  )
}

function wrapWords(text: string, width: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && stringWidth(line) + 1 + stringWidth(word) <= width) lines[lines.length - 1] += ` ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

function draw<Column extends string>(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  left: readonly Column[],
): string {
  const table = new Table({
    head: columns.map((column) => pc.bold(column)),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: FRAME,
    colAligns: columns.map((column) => (left.includes(column) ? 'left' : 'right')),
  })
  for (const row of rows) table.push([...row])
  return table.toString().replaceAll(/ +$/gm, '')
}

/** Two blanks between columns, no lines. */
const FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

function widthOf(text: string): number {
  return Math.max(0, ...text.split('\n').map((line) => stringWidth(line)))
}
