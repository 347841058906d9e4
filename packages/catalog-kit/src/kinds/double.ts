import { floatKind } from '../values/floats.ts'

/** DOUBLE, eight bytes; takes FLOAT columns too. */
export const double = floatKind({ name: 'double', mysqlTypes: ['double', 'float'], postgresType: 'double precision' })
