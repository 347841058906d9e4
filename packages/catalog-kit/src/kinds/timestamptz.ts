import { momentKind } from '../values/moments.ts'

export interface TimestamptzOptions {
  /** Declares that a DATETIME column holds UTC; without it the column is a TIMESTAMP, which MySQL keeps in UTC itself. */
  readonly datetimeIn?: 'UTC'
}

const POSTGRES_TYPE = 'timestamp(6) with time zone'

/** TIMESTAMP, read in a session whose zone is UTC (edge cases 18, 81). */
const fromTimestamp = momentKind({
  name: 'timestamptz',
  options: '',
  mysqlType: 'timestamp',
  postgresType: POSTGRES_TYPE,
  zone: '+00',
})

/** DATETIME that the application writes in UTC. */
const fromDatetime = momentKind({
  name: 'timestamptz',
  options: "datetimeIn: 'UTC'",
  mysqlType: 'datetime',
  postgresType: POSTGRES_TYPE,
  zone: '+00',
})

/** A moment on the time line, to the microsecond. */
export function timestamptz(options: TimestamptzOptions = {}) {
  return options.datetimeIn === undefined ? fromTimestamp : fromDatetime
}
