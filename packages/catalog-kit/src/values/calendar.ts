import type { Cell, Conversion } from '../column/kind.ts'

/*
 * MySQL dates that Postgres refuses: the zero date, dates with a zero part (edge case 57), and dates that are not in
 * the calendar (ALLOW_INVALID_DATES lets 31 February in). All read from wire bytes: YYYY-MM-DD.
 */

const ZERO = 0x30
const DAYS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function digits(wire: Buffer, at: number, count: number): number {
  let value = 0
  // The caller has checked the length; a byte other than a digit makes the date "impossible" further down.
  for (let i = at; i < at + count; i++) value = value * 10 + (wire[i] as number) - ZERO
  return value
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export type DateVerdict = 'real' | 'zero' | 'partial' | 'impossible'

/** What the date at `start` is. Year 0 counts as partial: Postgres has none. */
function judgeDate(wire: Buffer, start: number, end: number): DateVerdict {
  if (end - start < 10) return 'impossible'
  const year = digits(wire, start, 4)
  const month = digits(wire, start + 5, 2)
  const day = digits(wire, start + 8, 2)
  if (year === 0 && month === 0 && day === 0) return 'zero'
  if (year === 0 || month === 0 || day === 0) return 'partial'
  const lastDay = DAYS[month]
  if (lastDay === undefined || day > lastDay || (month === 2 && day === 29 && !isLeapYear(year))) return 'impossible'
  return 'real'
}

const CONVERSIONS: Readonly<Record<'zero' | 'partial', Conversion>> = {
  zero: 'zero-date-to-null',
  partial: 'partial-date-to-null',
}

/**
 * True for a date that Postgres takes; false when it becomes NULL, which is noted. In a column without NULL, and for a
 * date outside the calendar, the row is rejected; no date is ever invented.
 */
export function admitDate(wire: Buffer, start: number, end: number, cell: Cell): boolean {
  const verdict = judgeDate(wire, start, end)
  if (verdict === 'real') return true
  if (verdict === 'impossible') return cell.reject('a date that is not in the calendar')
  if (!cell.nullable) return cell.reject(`a ${verdict} date in a column that holds no NULL`)
  cell.note(CONVERSIONS[verdict])
  return false
}

const DATE_TEXT = /^\d{4}-\d\d-\d\d$/
const DATE_TIME_TEXT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?$/

/** What a transform returned, if it is a date (`withTime`: and a time of day) that Postgres takes. */
export function checkedDateText(value: string, withTime: boolean, cell: Cell): string {
  const bytes = Buffer.from(value.slice(0, 10), 'latin1')
  const shaped = (withTime ? DATE_TIME_TEXT : DATE_TEXT).test(value)
  if (shaped && judgeDate(bytes, 0, bytes.length) === 'real') return value
  return cell.reject(withTime ? 'the transform returned no date and time' : 'the transform returned no date')
}
