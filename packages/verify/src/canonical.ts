/*
 * Values of both databases as one text, so that equal values have equal text. Written from the drivers' output only and
 * knowing nothing of kinds and encoders, so that a mistake there cannot hide here.
 */

/** A MySQL value as mysql2 gives it with dateStrings, supportBigNumbers and bigNumberStrings. */
export type MysqlValue = string | number | bigint | Buffer | object | null

/** The Postgres type names that need a rule of their own; everything else is compared as text. */
export function canonicalMysql(value: MysqlValue, postgresType: string): string | null {
  if (value === null) return null
  if (Buffer.isBuffer(value)) return canonicalBytes(value, postgresType)
  const text = mysqlText(value)
  if (isDate(postgresType) && isZeroDate(text)) return null
  switch (postgresType) {
    case 'boolean':
      return text === '0' ? 'false' : 'true'
    case 'text':
      return text.replaceAll('\0', '')
    default:
      return common(text, postgresType)
  }
}

/** The text that MySQL sent for a value; JSON that the driver has parsed is written again. */
export function mysqlText(value: NonNullable<MysqlValue>): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A Postgres value as text, as the server writes it. */
export function canonicalPostgres(text: string | null, postgresType: string): string | null {
  if (text === null) return null
  switch (postgresType) {
    case 'bytea':
      return text.slice('\\x'.length)
    case 'text[]':
      return text.slice(1, -1).replaceAll('"', '')
    default:
      return common(postgresType.endsWith('with time zone') ? text.replace(/\+00$/, '') : text, postgresType)
  }
}

function common(text: string, postgresType: string): string {
  switch (postgresType) {
    case 'real':
      return String(Math.fround(Number(text)))
    case 'double precision':
      return String(Number(text))
    case 'jsonb':
    case 'json':
      return sortedJson(JSON.parse(text))
    default:
      return isTimestamp(postgresType) || postgresType.startsWith('interval') ? withoutEndingZeros(text) : text
  }
}

/** `10:00:00.500000` and `10:00:00.5` are one moment. */
function withoutEndingZeros(text: string): string {
  return text.replace(/(\.\d*?)0*$/, '$1').replace(/\.$/, '')
}

function isDate(postgresType: string): boolean {
  return postgresType === 'date' || isTimestamp(postgresType)
}

/** `timestamp(6) with time zone`, with any precision or none. */
function isTimestamp(postgresType: string): boolean {
  return postgresType.startsWith('timestamp')
}

/** `0000-00-00` and dates with a zero month or day: no Postgres date (edge case 57). */
function isZeroDate(text: string): boolean {
  return /^\d{4}-(00|\d\d-00)/.test(text)
}

/** BIT(n) comes as bytes, most significant first; Postgres writes n digits. */
function canonicalBytes(bytes: Buffer, postgresType: string): string {
  const length = /^bit\((\d+)\)$/.exec(postgresType)?.[1]
  if (length === undefined) return bytes.toString('hex')
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString(2)
    .padStart(Number(length), '0')
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, nested: unknown) =>
    nested !== null && typeof nested === 'object' && !Array.isArray(nested)
      ? Object.fromEntries(Object.entries(nested).sort(([a], [b]) => (a < b ? -1 : 1)))
      : nested,
  )
}
