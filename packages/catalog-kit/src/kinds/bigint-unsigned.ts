import { digitsKind } from '../values/integers.ts'

/** BIGINT UNSIGNED, up to 18446744073709551615: beyond Postgres bigint (edge case 53). */
export const bigintUnsigned = digitsKind({
  name: 'bigintUnsigned',
  dataType: 'bigint',
  unsigned: true,
  postgresType: 'numeric(20,0)',
})
