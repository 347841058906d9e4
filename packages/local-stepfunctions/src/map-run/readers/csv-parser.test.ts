import { expect, test } from 'vitest'
import { CsvParser } from './csv-parser.ts'

const TEXT = 'a,"b ""c""\r\n",d\r\n\\\\,\\x,"q,r"\n,,\nlast'
const ROWS = [['a', 'b "c"\r\n', 'd'], ['\\', 'x', 'q,r'], ['', '', ''], ['last']]

test.each([1, 2, 3, 7, 100])('rows are the same when the text comes in pieces of %i characters', (size) => {
  const parser = new CsvParser(',')
  const rows: string[][] = []
  for (let at = 0; at < TEXT.length; at += size) rows.push(...parser.push(TEXT.slice(at, at + size)))
  rows.push(...parser.end())
  expect(rows).toEqual(ROWS)
})
