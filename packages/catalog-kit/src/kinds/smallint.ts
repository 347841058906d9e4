import { numberKind } from '../values/integers.ts'

/** SMALLINT, -32768 to 32767. */
export const smallint = numberKind<number>(
  {
    name: 'smallint',
    dataType: 'smallint',
    unsigned: false,
    postgresType: 'smallint',
  },
  'number',
)
