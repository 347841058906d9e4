import { numberKind } from '../values/integers.ts'

/** SMALLINT UNSIGNED, 0 to 65535: one step wider in Postgres (edge case 54). */
export const smallintUnsigned = numberKind<number>(
  {
    name: 'smallintUnsigned',
    dataType: 'smallint',
    unsigned: true,
    postgresType: 'integer',
  },
  'number',
)
