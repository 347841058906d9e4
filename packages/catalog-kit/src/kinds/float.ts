import { floatKind } from '../values/floats.ts'

/** FLOAT, four bytes. */
export const float = floatKind({ name: 'float', mysqlTypes: ['float'], postgresType: 'real' })
