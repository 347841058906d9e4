import { expect, test } from 'vitest'
import { rowsImported } from './s3-import.ts'

test.for([
  ['907 rows imported into relation "t" from file a/b of 1234 bytes', 907],
  ['1 row imported into relation "t"', 1],
  ['0 rows imported into relation "t" from file a of 0 bytes', 0],
  ['no rows', null],
  ['', null],
] as const)('reads the answer of aws_s3: %s', ([answer, rows]) => {
  expect(rowsImported(answer)).toBe(rows)
})
