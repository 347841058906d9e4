import { CRON_FIELDS, parseField } from '@hourglass/local-cloud/schedule/cron-field'
import { z } from 'zod'
import { OperatorError } from '../errors.ts'
import type { Stacks } from './stacks.ts'

const schedule = z.object({ schedule_expression: z.string(), state: z.string() })
const DAYS = 365

/**
 * Runs that the schedules start in an average month; 0 while they are disabled.
 *
 * @throws OperatorError for an expression other than `cron(...)`, which is the only kind that environments.ts takes
 */
export function scheduledRunsPerMonth(stacks: Stacks): number {
  const enabled = stacks
    .of('aws_scheduler_schedule')
    .map(({ values }) => schedule.parse(values))
    .filter(({ state }) => state === 'ENABLED')
  return enabled.reduce((sum, each) => sum + runsPerYear(each.schedule_expression), 0) / 12
}

function runsPerYear(expression: string): number {
  const texts = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? []
  if (texts.length !== CRON_FIELDS.length) {
    throw new OperatorError(`how often "${expression}" runs is not known here; give it: --runs-per-month 730`)
  }
  const [minutes, hours, days, months, weekdays] = CRON_FIELDS.map((field, index) =>
    parseField(texts[index] ?? '', field),
  )
  // A year that begins on a Friday stands for all of them.
  const dates = Array.from({ length: DAYS }, (_, day) => new Date(Date.UTC(2027, 0, 1 + day)))
  const matching = dates.filter(
    (date) =>
      (days?.has(date.getUTCDate()) ?? true) &&
      (months?.has(date.getUTCMonth() + 1) ?? true) &&
      (weekdays?.has(date.getUTCDay() + 1) ?? true),
  )
  return (minutes?.size ?? 60) * (hours?.size ?? 24) * matching.length
}
