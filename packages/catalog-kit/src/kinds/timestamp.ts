import { momentKind } from '../values/moments.ts'

/**
 * DATETIME: a date and a time of day without a zone, to the microsecond. As a cursor it is compared with a watermark in
 * UTC, so the application has to write it in UTC (edge case 20).
 */
export const timestamp = momentKind({
  name: 'timestamp',
  options: '',
  mysqlType: 'datetime',
  postgresType: 'timestamp(6) without time zone',
  zone: '',
})
