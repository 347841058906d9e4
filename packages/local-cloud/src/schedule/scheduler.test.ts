import { MovableClock } from '@hourglass/local-stepfunctions/clock/movable-clock'
import { describe, expect, test } from 'vitest'
import { DEFAULT_RETRY } from '../services/delivery.ts'
import type { ScheduleModel } from '../stack/model/model.ts'
import { parseSchedule } from './next-run.ts'
import { type ScheduledRun, Scheduler } from './scheduler.ts'

const iso = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString().replace(':00.000Z', 'Z')

describe('the next run', () => {
  test.each([
    ['cron(0 * * * ? *)', 'UTC', '2026-11-23T15:24:34Z', '2026-11-23T16:00Z'],
    ['cron(0 * * * ? *)', 'UTC', '2026-11-23T16:00:00Z', '2026-11-23T17:00Z'],
    ['cron(5/20 * * * ? *)', 'UTC', '2026-11-23T15:24:34Z', '2026-11-23T15:25Z'],
    ['cron(*/15 8-9,20 ? * MON-FRI *)', 'UTC', '2026-11-20T20:50:00Z', '2026-11-23T08:00Z'],
    ['cron(0 0 1 JAN ? 2028)', 'UTC', '2026-11-23T00:00:00Z', '2028-01-01T00:00Z'],
    ['cron(30 6 29 2 ? *)', 'UTC', '2026-03-01T00:00:00Z', '2028-02-29T06:30Z'],
    ['cron(0 9 ? * FRI-MON *)', 'UTC', '2026-11-24T00:00:00Z', '2026-11-27T09:00Z'],
    ['cron(0 3 * * ? *)', 'Asia/Tokyo', '2026-11-23T15:00:00Z', '2026-11-23T18:00Z'],
    ['rate(5 minutes)', 'UTC', '2026-01-01T00:07:00Z', '2026-01-01T00:10Z'],
    ['rate(1 hour)', 'UTC', '2026-01-01T02:00:00Z', '2026-01-01T03:00Z'],
    ['at(2026-12-24T18:00:00)', 'Europe/Berlin', '2026-11-23T00:00:00Z', '2026-12-24T17:00Z'],
  ])('%s in %s after %s is %s', (expression, timeZone, after, expected) => {
    const next = parseSchedule(expression, timeZone, Date.parse('2026-01-01T00:00:00Z'))
    expect(iso(next(Date.parse(after)))).toBe(expected)
  })

  test('a time that the clocks skip is left out, one that they repeat runs once', () => {
    const next = parseSchedule('cron(30 2 * * ? *)', 'Europe/Berlin', 0)
    expect(iso(next(Date.parse('2026-03-28T12:00:00Z')))).toBe('2026-03-30T00:30Z')
    const first = next(Date.parse('2026-10-24T12:00:00Z'))
    expect(iso(first)).toBe('2026-10-25T00:30Z')
    expect(iso(next(first ?? 0))).toBe('2026-10-26T01:30Z')
  })

  test('there is none after the last', () => {
    expect(parseSchedule('at(2026-01-01T00:00:00)', 'UTC', 0)(Date.parse('2026-02-01'))).toBeUndefined()
    expect(parseSchedule('cron(0 0 31 2 ? *)', 'UTC', 0)(0)).toBeUndefined()
  })

  test.each([
    ['every hour', /invalid schedule expression/],
    ['rate(0 hours)', /invalid rate/],
    ['cron(0 * * * *)', /has 5 fields; it takes six/],
    ['cron(0 0 L * ? *)', /unsupported day of month "L"/],
    ['cron(60 * * * ? *)', /unsupported minutes "60"/],
  ])('fails for %s', (expression, message) => {
    expect(() => parseSchedule(expression, 'UTC', 0)).toThrow(message)
  })

  test('fails for an unknown time zone', () => {
    expect(() => parseSchedule('cron(0 * * * ? *)', 'Mars/Base', 0)).toThrow('unknown time zone "Mars/Base"')
  })
})

const HOURLY: ScheduleModel = {
  id: 'test/aws_scheduler_schedule.hourly',
  address: 'aws_scheduler_schedule.hourly',
  name: 'hourly',
  arn: 'arn:aws:scheduler:eu-central-1:123456789012:schedule/default/hourly',
  enabled: true,
  expression: 'cron(0 * * * ? *)',
  timeZone: 'UTC',
  target: {
    arn: 'arn:machine',
    roleArn: 'arn:role',
    input:
      '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>","n":"<aws.scheduler.attempt-number>","x":"<y>"}',
    retry: DEFAULT_RETRY,
    deadLetterArn: undefined,
  },
}

function scheduler(schedule: ScheduleModel, clock: MovableClock): { runs: ScheduledRun[]; scheduler: Scheduler } {
  const runs: ScheduledRun[] = []
  return { runs, scheduler: new Scheduler({ schedules: [schedule], clock, fire: (run) => runs.push(run) }) }
}

test('a clock that jumps runs each time it jumped over, with the time it was scheduled for', async () => {
  const clock = new MovableClock()
  const { runs, scheduler: hourly } = scheduler(HOURLY, clock)
  hourly.start()
  const first = Math.ceil(clock.now() / 3_600_000) * 3_600_000
  await clock.advance(3 * 3_600_000)
  hourly.stop()
  await clock.advance(3_600_000)
  expect(runs.map(({ scheduledAt }) => scheduledAt)).toEqual([first, first + 3_600_000, first + 7_200_000])
  expect(JSON.parse(runs[0]?.inputOf(2) ?? '')).toEqual({
    n: '2',
    at: new Date(first).toISOString().replace('.000Z', 'Z'),
    by: HOURLY.arn,
    x: '<y>',
  })
})

test('a disabled schedule does not run, and says when it would', async () => {
  const clock = new MovableClock()
  const { runs, scheduler: disabled } = scheduler({ ...HOURLY, enabled: false }, clock)
  disabled.start()
  await clock.advance(7_200_000)
  expect(runs).toEqual([])
  expect(disabled.nextRun('hourly')).toBeGreaterThan(clock.now())
})
