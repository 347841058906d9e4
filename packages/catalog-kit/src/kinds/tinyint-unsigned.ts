import { numberKind } from '../values/integers.ts'

/** TINYINT UNSIGNED, 0 to 255. */
export const tinyintUnsigned = numberKind<number>(
  {
    name: 'tinyintUnsigned',
    dataType: 'tinyint',
    unsigned: true,
    postgresType: 'smallint',
  },
  'number',
)
