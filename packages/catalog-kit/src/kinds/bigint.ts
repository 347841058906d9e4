import { digitsKind } from '../values/integers.ts'

/** BIGINT, eight bytes; text in JavaScript, which holds 53 bits exactly (edge case 53). */
export const bigint = digitsKind({
  name: 'bigint',
  dataType: 'bigint',
  unsigned: false,
  postgresType: 'bigint',
})
