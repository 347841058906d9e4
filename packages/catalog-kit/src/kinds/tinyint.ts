import { numberKind } from '../values/integers.ts'

/** TINYINT, -128 to 127; also what `tinyint(1)` is unless a table asks for `bool` (edge case 62). */
export const tinyint = numberKind<number>(
  {
    name: 'tinyint',
    dataType: 'tinyint',
    unsigned: false,
    postgresType: 'smallint',
  },
  'number',
)
