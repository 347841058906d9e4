import type { LogLine } from '../../lambda/function-log.ts'
import type { InvocationRecord } from '../../lambda/invocation.ts'

/** One event of a log group. `timestamp` is in milliseconds since the epoch. */
export interface LogEvent {
  readonly timestamp: number
  readonly message: string
}

/** Events kept of each group, the latest ones: about as many as an hour of a busy function writes. */
const MOST_KEPT = 20_000

/** Lines of the platform that are events of their own in the JSON format, and so are not kept as text. */
const PLATFORM_TEXT = /^(START|END|REPORT) RequestId: /

/**
 * The logs of functions as CloudWatch Logs has them in the JSON format: what the function wrote, line by line, and the
 * platform's own start and report of each invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export class LogGroups {
  private readonly groups = new Map<string, LogEvent[]>()
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  /** A line that a function, or Lambda on its behalf, wrote. */
  addLine({ functionName, requestId, stream, line }: LogLine): void {
    if (stream !== 'platform' || !PLATFORM_TEXT.test(line)) return this.add(functionName, line)
    if (line.startsWith('START')) this.addPlatform(functionName, 'platform.start', { requestId, version: '$LATEST' })
  }

  /** The end of an invocation: what AWS bills it for. */
  addReport(record: InvocationRecord): void {
    this.addPlatform(record.functionName, 'platform.report', {
      requestId: record.requestId,
      metrics: {
        durationMs: record.durationMs,
        billedDurationMs: record.billedMs,
        memorySizeMB: record.memoryMb,
        maxMemoryUsedMB: Math.ceil(record.peakMemoryMb),
        ...(record.initMs === undefined ? {} : { initDurationMs: record.initMs }),
      },
      status: record.status === 'timeout' ? 'timeout' : record.status === 'error' ? 'error' : 'success',
    })
  }

  /** Events of a group, oldest first; undefined when nothing was ever written to it. */
  events(group: string): readonly LogEvent[] | undefined {
    return this.groups.get(group)
  }

  private addPlatform(functionName: string, type: string, record: object): void {
    this.add(functionName, JSON.stringify({ time: new Date(this.now()).toISOString(), type, record }))
  }

  private add(functionName: string, message: string): void {
    const group = `/aws/lambda/${functionName}`
    const events = this.groups.get(group) ?? []
    events.push({ timestamp: this.now(), message })
    // Cut rarely: moving the array at each line would be quadratic.
    if (events.length > 2 * MOST_KEPT) events.splice(0, events.length - MOST_KEPT)
    this.groups.set(group, events)
  }
}
