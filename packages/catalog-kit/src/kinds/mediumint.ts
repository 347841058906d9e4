import { numberKind } from '../values/integers.ts'

/** MEDIUMINT, three bytes; Postgres has no such type. */
export const mediumint = numberKind<number>(
  {
    name: 'mediumint',
    dataType: 'mediumint',
    unsigned: false,
    postgresType: 'integer',
  },
  'number',
)
