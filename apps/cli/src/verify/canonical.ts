/*
 * Values of both databases as one text, so that equal values have equal text. Written from the drivers' output only and
 * knowing nothing of kinds and encoders, so that a mistake there cannot hide here.
 */

/** A MySQL value as mysql2 gives it with dateStrings, supportBigNumbers and bigNumberStrings. */
export type MysqlValue = string | number | bigint | Buffer | object | null

/** The Postgres type names that need a rule of their own; everything else is compared as text. */
export function canonicalMysql(value: MysqlValue, postgresType: string): string | null {
  if (value === null) return null
  if (Buffer.isBuffer(value)) return postgresType.startsWith('bit') ? bits(value) : value.toString('hex')
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (isDate(postgresType) && isZeroDate(text)) return null
  switch (postgresType) {
    case 'boolean':
      return text === '0' ? 'f' : 't'
    case 'text':
      return text.replaceAll('\0', '')
    default:
      return common(text, postgresType)
  }
}

/** A Postgres value as text, as the server writes it. */
export function canonicalPostgres(text: string | null, postgresType: string): string | null {
  if (text === null) return null
  switch (postgresType) {
    case 'bytea':
      return text.slice('\\x'.length)
    case 'text[]':
      return text.slice(1, -1).replaceAll('"', '')
    case 'timestamp with time zone':
      return common(text.replace(/\+00$/, ''), postgresType)
    default:
      return common(text, postgresType)
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
    case 'interval':
    case 'timestamp without time zone':
    case 'timestamp with time zone':
      return text.replace(/(\.\d*?)0*$/, '$1').replace(/\.$/, '')
    default:
      return text
  }
}

function isDate(postgresType: string): boolean {
  return postgresType === 'date' || postgresType.startsWith('timestamp')
}

/** `0000-00-00` and dates with a zero month or day: no Postgres date (edge case 57). */
function isZeroDate(text: string): boolean {
  return /^\d{4}-(00|\d\d-00)/.test(text)
}

function bits(bytes: Buffer): string {
  return BigInt(`0x${bytes.toString('hex')}`).toString(2)
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, nested: unknown) =>
    nested !== null && typeof nested === 'object' && !Array.isArray(nested)
      ? Object.fromEntries(Object.entries(nested).sort(([a], [b]) => (a < b ? -1 : 1)))
      : nested,
  )
}
