import { randomUUID } from 'node:crypto'
import type { Cancel, Clock } from '@hourglass/local-stepfunctions/clock/clock'
import type { ScheduleModel } from '../stack/model/model.ts'
import { type NextRun, parseSchedule } from './next-run.ts'

/** A schedule that came due. */
export interface ScheduledRun {
  readonly schedule: ScheduleModel
  /** Milliseconds since the epoch. */
  readonly scheduledAt: number
  /** The target's input for one try, from 1. */
  readonly inputOf: (attempt: number) => string
}

/** How to run the schedules of a model. */
export interface SchedulerOptions {
  readonly schedules: readonly ScheduleModel[]
  readonly clock: Clock
  /** Starts the target. Must not throw. */
  readonly fire: (run: ScheduledRun) => void
}

/**
 * EventBridge Scheduler on a clock: fires as real time passes and when the clock is moved, once for each time that the
 * schedule names.
 */
export class Scheduler {
  private readonly clock: Clock
  private readonly fire: (run: ScheduledRun) => void
  private readonly timers = new Set<Cancel>()
  private readonly runs: readonly { readonly schedule: ScheduleModel; readonly next: NextRun }[]

  /** @throws ScheduleError for an expression that cannot be read */
  constructor({ schedules, clock, fire }: SchedulerOptions) {
    this.clock = clock
    this.fire = fire
    const start = clock.now()
    this.runs = schedules.map((schedule) => ({
      schedule,
      next: parseSchedule(schedule.expression, schedule.timeZone, start),
    }))
  }

  /** Arms every schedule that is enabled. */
  start(): void {
    for (const { schedule, next } of this.runs) if (schedule.enabled) this.arm(schedule, next, this.clock.now())
  }

  stop(): void {
    for (const cancel of this.timers) cancel()
    this.timers.clear()
  }

  /** The next run of a schedule by name, whether it is armed or not: milliseconds since the epoch. */
  nextRun(name: string): number | undefined {
    return this.runs.find(({ schedule }) => schedule.name === name)?.next(this.clock.now())
  }

  private arm(schedule: ScheduleModel, next: NextRun, after: number): void {
    const scheduledAt = next(after)
    if (scheduledAt === undefined) return
    const cancel = this.clock.setTimeout(() => {
      this.timers.delete(cancel)
      // From the scheduled time, not from now: a clock that jumped over several must run each.
      this.arm(schedule, next, scheduledAt)
      const executionId = randomUUID()
      this.fire({ schedule, scheduledAt, inputOf: (attempt) => fillIn(schedule, scheduledAt, executionId, attempt) })
    }, scheduledAt - this.clock.now())
    this.timers.add(cancel)
  }
}

/** Context attributes: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function fillIn({ arn, target }: ScheduleModel, scheduledAt: number, executionId: string, attempt: number): string {
  const values: Readonly<Record<string, string>> = {
    'aws.scheduler.schedule-arn': arn,
    'aws.scheduler.scheduled-time': new Date(scheduledAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    'aws.scheduler.execution-id': executionId,
    'aws.scheduler.attempt-number': String(attempt),
  }
  return (target.input ?? '{}').replaceAll(
    /<(aws\.scheduler\.[a-z-]+)>/g,
    (whole, name: string) => values[name] ?? whole,
  )
}
