/** A local date and time, as a clock on the wall shows it. Months from 1. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/** Instant to wall time and back in one time zone. */
export class ZonedTime {
  private readonly format: Intl.DateTimeFormat

  /** @throws RangeError for an unknown time zone */
  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  }

  /** `instant` in milliseconds since the epoch. */
  wallTime(instant: number): WallTime {
    const parts = new Map(this.format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
  }

  /**
   * The first instant that shows this wall time; undefined when the clocks skip it. EventBridge Scheduler leaves out a
   * skipped time and runs a repeated one once.
   * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
   */
  instant(wall: WallTime): number | undefined {
    const asIfUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
    // Offsets a day before and after are the only two that can hold at that time.
    const candidates = [-86_400_000, 86_400_000].map((shift) => asIfUtc - this.offset(asIfUtc + shift))
    const shown = candidates.filter((instant) => this.asIfUtc(instant) === asIfUtc)
    return shown.length === 0 ? undefined : Math.min(...shown)
  }

  private offset(instant: number): number {
    return this.asIfUtc(instant) - instant
  }

  private asIfUtc(instant: number): number {
    const { year, month, day, hour, minute } = this.wallTime(instant)
    return Date.UTC(year, month - 1, day, hour, minute)
  }
}
