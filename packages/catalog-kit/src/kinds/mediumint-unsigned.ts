import { numberKind } from '../values/integers.ts'

/** MEDIUMINT UNSIGNED, 0 to 16777215. */
export const mediumintUnsigned = numberKind<number>(
  {
    name: 'mediumintUnsigned',
    dataType: 'mediumint',
    unsigned: true,
    postgresType: 'integer',
  },
  'number',
)
