import { modeOf } from '@hourglass/catalog-kit/modes'
import type { TargetTable } from '@hourglass/catalog-kit/table'

/** A row as Postgres holds it: column -> text; null for NULL. */
export type LiveRow = Readonly<Record<string, string | null>>

/** Rows of COPY text, columns in catalog order. */
export function parseCopy(table: TargetTable, text: string): LiveRow[] {
  const names = Object.keys(table.columns)
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line) => {
    const fields = line.split('\t').map((field) => (field === '\\N' ? null : field.replaceAll(/\\(.)/g, unescaped)))
    return Object.fromEntries(names.map((name, i) => [name, fields[i] ?? null]))
  })
}

function unescaped(_: string, letter: string): string {
  return { t: '\t', n: '\n', r: '\r' }[letter] ?? letter
}

/** The texts of a row's key, in primary-key order. */
export function keyTexts(table: TargetTable, row: LiveRow): readonly string[] {
  return table.primaryKey.map((name) => row[name] ?? '')
}

export function keyOf(table: TargetTable, row: LiveRow): string {
  return JSON.stringify(keyTexts(table, row))
}

/** The cursor of a row as a watermark is written; null for a table without one. */
export function cursorOf(table: TargetTable, row: LiveRow): string | null {
  const reads = modeOf(table).window
  const value = reads === null ? null : row[reads.cursor]
  if (value === null || value === undefined) return null
  const digits = value.replace(/\+00$/, '')
  return digits.includes('.') ? digits.padEnd(26, '0') : `${digits}.000000`
}

export function sameRow(a: LiveRow, b: LiveRow): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Seconds from one watermark to a later one, microseconds included. */
export function secondsBetween(from: string, to: string): number {
  const micros = (text: string) =>
    Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) * 1000 + Number(text.slice(20).padEnd(6, '0'))
  return (micros(to) - micros(from)) / 1e6
}
