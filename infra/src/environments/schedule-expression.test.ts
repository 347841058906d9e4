import { describe, expect, test } from 'vitest'
import { readSchedule } from './schedule-expression.ts'

describe('a schedule says how long it may be silent', () => {
  test.each([
    ['cron(0 * * * ? *)', 1],
    ['cron(0/15 * * * ? *)', 1],
    ['cron(0 */2 * * ? *)', 2],
    ['cron(30 6-18 * * ? *)', 12],
    ['cron(0 3 * * ? *)', 24],
    ['cron(0 3 ? * MON-FRI *)', 72],
    ['cron(0 3 1 * ? *)', 744],
  ])('%s: %i hours', (expression, longestGapHours) => {
    expect(readSchedule(expression)).toEqual({ longestGapHours })
  })
})

describe('fails when AWS would refuse it, and says why', () => {
  test.each([
    ['cron(99 * * * ? *)', /"99" is not a valid minutes: expected 0 to 59/],
    ['cron(0 24 * * ? *)', /"24" is not a valid hours/],
    ['cron(0 * * * ? )', /"" is not a valid year/],
    ['cron(0 * * * ?)', /expected 6 fields, found 5/],
    ['cron(0 * * * * *)', /exactly one of day of month and day of week must be \?/],
    ['cron(0 * ? * ? *)', /exactly one of/],
    ['cron(0 ? * * ? *)', /hours cannot be \?/],
    ['cron(0 * L * ? *)', /without L, W or #/],
    ['cron(0 * * 2 ? 1999)', /less than twice a year/],
    ['rate(1 hour)', /expected cron/],
  ])('%s', (expression, problem) => {
    expect(readSchedule(expression)).toMatch(problem)
  })
})
