import { createHash } from 'node:crypto'

/** A version 3 UUID: a hash of a name (RFC 9562), the same every time. */
export function nameUuid(name: string): string {
  const bytes = createHash('md5').update(name).digest()
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x30, 6)
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
