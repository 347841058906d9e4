import { writeHex } from '../values/copy-text.ts'
import type { Kind } from '../column/kind.ts'

const MYSQL_TYPES = ['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob']

/** Bytes, exactly: BINARY(n) keeps its trailing zeros (edge case 75). As a key it travels as hex (edge case 40). */
export const binary: Kind<Buffer, Buffer, Buffer, true, false> = Object.freeze<
  Kind<Buffer, Buffer, Buffer, true, false>
>({
  name: 'binary',
  options: '',
  problems: [],
  mysqlTypes: MYSQL_TYPES,
  accepts: (column) => MYSQL_TYPES.includes(column.dataType),
  postgresType: 'bytea',
  typescript: { mysql: 'Buffer', postgres: 'Buffer' },
  orderable: true,
  temporal: false,
  mysqlSelect: (ref) => ref,
  mysqlKeyText: (ref) => `HEX(${ref})`,
  mysqlKeyBind: 'UNHEX(?)',
  postgresKeyText: (ref) => `upper(encode(${ref}, 'hex'))`,
  transcode: (wire, start, end, sink) => writeHex(wire, start, end, sink),
  // A copy: the wire buffer is reused by the next packet.
  decode: (wire) => Buffer.from(wire),
  encode: (value) => `\\x${value.toString('hex')}`,
})
