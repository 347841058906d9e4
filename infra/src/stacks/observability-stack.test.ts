import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { readStack, type StackJson } from '../../test/stack-json.ts'

const fixture = fixtureApp()
let stack: StackJson

beforeAll(async () => {
  stack = readStack(await synthesizeFixture(fixture, 'prod'), 'observability')
}, SYNTH_TIMEOUT)
afterAll(() => fixture[Symbol.dispose]())

function alarms() {
  return Object.entries(stack.resource['aws_cloudwatch_metric_alarm'] ?? {})
}

test('each table of the catalog has an alarm that also rings when nothing happens at all', () => {
  const stale = alarms().filter(([id]) => id.startsWith('stale-'))
  expect(stale).toHaveLength(1)
  expect(stale[0]?.[1]).toMatchObject({
    dimensions: { table: 'experience.answers' },
    metric_name: 'TableCurrent',
    evaluation_periods: 3,
    treat_missing_data: 'breaching',
  })
})

test('there is an alarm for everything that can go wrong, and each reaches people', () => {
  expect(alarms().map(([id]) => id)).toEqual(
    expect.arrayContaining([
      'no-run',
      'executions-failed',
      'executions-timed-out',
      'executions-aborted',
      'executions-throttled',
      'worker-errors',
      'worker-throttles',
      'schedule-dead-letters',
      'alerts-dead-letters',
      'source-storage',
      'target-cpu',
      'target-connections',
    ]),
  )
  for (const [id, alarm] of alarms()) {
    expect([id, String(alarm['alarm_actions'])]).toEqual([id, expect.stringContaining('aws_sns_topicalertsarn')])
    expect([id, String(alarm['alarm_description']).length > 40]).toEqual([id, true])
  }
})

test('the dashboard is JSON that CloudWatch takes: graphs that do not overlap', () => {
  const body: unknown = stack.resource['aws_cloudwatch_dashboard']?.['dashboard']?.['dashboard_body']
  const { widgets }: { widgets: readonly { x: number; y: number; properties: { metrics: readonly unknown[] } }[] } =
    JSON.parse(String(body))
  expect(widgets.length).toBeGreaterThan(8)
  expect(new Set(widgets.map(({ x, y }) => `${x},${y}`)).size).toBe(widgets.length)
  for (const { properties } of widgets) expect(properties.metrics.length).toBeGreaterThan(0)
})
