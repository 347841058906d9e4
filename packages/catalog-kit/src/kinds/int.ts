import { numberKind } from '../values/integers.ts'

/** INT, four bytes. */
export const int = numberKind<number>(
  {
    name: 'int',
    dataType: 'int',
    unsigned: false,
    postgresType: 'integer',
  },
  'number',
)
