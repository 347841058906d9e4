import { pino } from 'pino'

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Structured log: fields to search by, then one sentence. Never row values, credentials or connection strings. */
export interface Logger {
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  child(fields: LogFields): Logger
}

/** JSON lines on standard output, one object a line, `time` in ISO 8601: what CloudWatch Logs Insights reads. */
export function createLogger(name: string, level = 'info'): Logger {
  return pino({ name, level, timestamp: pino.stdTimeFunctions.isoTime, base: { service: name } })
}

/** Drops everything; for tests. */
export const silentLogger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
}
