import { numberKind } from '../values/integers.ts'

/** INT UNSIGNED, 0 to 4294967295: one step wider in Postgres, where pg returns text (edge case 54). */
export const intUnsigned = numberKind<string>(
  {
    name: 'intUnsigned',
    dataType: 'int',
    unsigned: true,
    postgresType: 'bigint',
  },
  'string',
)
