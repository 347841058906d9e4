import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { MovableClock } from '@hourglass/local-stepfunctions/clock/movable-clock'
import { describe, expect, test } from 'vitest'
import type { EventRuleModel, EventTargetModel } from '../../stack/model/model.ts'
import { DEFAULT_RETRY, Deliveries } from '../delivery.ts'
import type { Parcel } from '../destinations.ts'
import { EventBus } from './event-bus.ts'
import { checkPattern, matchesPattern } from './event-pattern.ts'
import { targetInput } from './target-input.ts'

const EVENT = { source: 'aws.states', detail: { status: 'FAILED', name: 'run-7', count: 4, tags: ['a', 'b'] } }

describe('patterns', () => {
  test.each<[Json, boolean]>([
    [{ source: ['aws.states'], detail: { status: ['FAILED', 'TIMED_OUT'] } }, true],
    [{ detail: { status: ['ABORTED'] } }, false],
    [{ detail: { name: [{ prefix: 'run-' }] } }, true],
    [{ detail: { name: [{ suffix: '-8' }] } }, false],
    [{ detail: { status: [{ 'anything-but': ['SUCCEEDED', 'RUNNING'] }] } }, true],
    [{ detail: { status: [{ 'anything-but': { prefix: 'FAI' } }] } }, false],
    [{ detail: { error: [{ exists: false }], name: [{ exists: true }] } }, true],
    [{ detail: { count: [{ numeric: ['>', 3, '<=', 4] }] } }, true],
    [{ detail: { tags: ['b'] } }, true],
    [{ detail: { status: [{ 'equals-ignore-case': 'failed' }] } }, true],
    [{ $or: [{ source: ['x'] }, { detail: { count: [4] } }] }, true],
    [{ missing: { deeper: ['x'] } }, false],
  ])('%j', (pattern, expected) => {
    expect(matchesPattern(pattern, EVENT)).toBe(expected)
  })

  test.each<[Json, RegExp]>([
    [{ source: ['x'], detail: { ip: [{ cidr: '10.0.0.0/8' }] } }, /"cidr" is not supported here/],
    [{ detail: [{ prefix: 1 }] }, /takes text/],
    ['text', /must be an object/],
  ])('fails for %j', (pattern, message) => {
    expect(() => checkPattern(pattern)).toThrow(message)
  })
})

const DEAD_LETTERS = 'arn:aws:sqs:eu-central-1:123456789012:dead'

const TARGET: EventTargetModel = {
  address: 'aws_cloudwatch_event_target.t',
  arn: 'arn:aws:sns:eu-central-1:123456789012:alerts',
  roleArn: undefined,
  input: undefined,
  inputPath: undefined,
  transformer: undefined,
  retry: DEFAULT_RETRY,
  deadLetterArn: undefined,
}

test('a target gets the event, a part of it, a fixed text or a filled template', () => {
  expect(targetInput(TARGET, EVENT)).toBe(JSON.stringify(EVENT))
  expect(targetInput({ ...TARGET, inputPath: '$.detail.name' }, EVENT)).toBe('"run-7"')
  expect(targetInput({ ...TARGET, input: '{"fixed":1}' }, EVENT)).toBe('{"fixed":1}')
  const paths = { name: '$.detail.name', count: '$.detail.count', none: '$.detail.none' }
  const filled = (template: string): string => targetInput({ ...TARGET, transformer: { paths, template } }, EVENT)
  expect(filled('{"text": "<name> failed", "count": <count>, "none": <none>, "name": <name>}')).toBe(
    '{"text": "run-7 failed", "count": 4, "none": null, "name": "run-7"}',
  )
  expect(filled('"<name> failed <count> times"')).toBe('"run-7 failed 4 times"')
})

describe('the bus', () => {
  const rule = (more: Partial<EventRuleModel>): EventRuleModel => ({
    id: 'test/aws_cloudwatch_event_rule.r',
    address: 'aws_cloudwatch_event_rule.r',
    name: 'r',
    arn: 'arn:rule',
    enabled: true,
    pattern: { source: ['aws.states'], detail: { status: ['FAILED'] } },
    targets: [TARGET],
    ...more,
  })
  const bus = (
    rules: readonly EventRuleModel[],
    sent: string[],
    undelivered: unknown[] = [],
    parcels: Parcel[] = [],
  ): EventBus =>
    new EventBus(rules, {
      account: { region: 'eu-central-1', accountId: '123456789012' },
      now: () => 0,
      targets: {
        sns: async (_, input) => {
          if (sent.length > 0) throw new Error('full')
          sent.push(input)
        },
      },
      deliveries: new Deliveries(new MovableClock()),
      send: async (parcel) => {
        if (parcel.targetArn !== DEAD_LETTERS) throw new Error('no such queue')
        parcels.push(parcel)
      },
      onUndelivered: (...problem) => undelivered.push(problem),
    })

  test('an execution status change reaches the targets of the rules that match', async () => {
    const sent: string[] = []
    const undelivered: unknown[] = []
    const events = bus(
      [rule({}), rule({ enabled: false }), rule({ pattern: { source: ['other'] } })],
      sent,
      undelivered,
    )
    events.executionStatusChanged({ executionArn: 'arn:x', status: 'SUCCEEDED' })
    events.executionStatusChanged({ executionArn: 'arn:x', status: 'FAILED' })
    expect(sent.map((text) => JSON.parse(text))).toEqual([
      expect.objectContaining({
        'detail-type': 'Step Functions Execution Status Change',
        account: '123456789012',
        region: 'eu-central-1',
        time: '1970-01-01T00:00:00Z',
        resources: ['arn:x'],
        detail: { executionArn: 'arn:x', status: 'FAILED' },
      }),
    ])
    events.executionStatusChanged({ executionArn: 'arn:x', status: 'FAILED' })
    await expect.poll(() => undelivered).toEqual([['r', TARGET.arn, new Error('full')]])
  })

  test('what a target does not take goes into its dead-letter queue, with the reason', async () => {
    const undelivered: unknown[] = []
    const parcels: Parcel[] = []
    const buried = rule({ targets: [{ ...TARGET, deadLetterArn: DEAD_LETTERS }] })
    bus([buried], ['full'], undelivered, parcels).executionStatusChanged({ executionArn: 'arn:x', status: 'FAILED' })
    await expect.poll(() => parcels).toHaveLength(1)
    expect(JSON.parse(parcels[0]?.body ?? '')).toMatchObject({ source: 'aws.states', detail: { status: 'FAILED' } })
    expect(parcels[0]).toMatchObject({
      principal: 'events.amazonaws.com',
      context: { 'aws:SourceArn': 'arn:rule' },
      attributes: {
        RULE_ARN: 'arn:rule',
        TARGET_ARN: TARGET.arn,
        ERROR_CODE: 'Error',
        ERROR_MESSAGE: 'full',
        RETRY_ATTEMPTS: '0',
      },
    })
    expect(undelivered).toEqual([])
  })

  test('an event that the dead-letter queue does not take either is told with both reasons', async () => {
    const undelivered: unknown[] = []
    const lost = rule({ targets: [{ ...TARGET, deadLetterArn: 'arn:gone' }] })
    bus([lost], ['full'], undelivered).executionStatusChanged({ executionArn: 'arn:x', status: 'FAILED' })
    await expect
      .poll(() => undelivered)
      .toEqual([
        ['r', TARGET.arn, new Error('full')],
        ['r', 'arn:gone', new Error('no such queue')],
      ])
  })

  test('fails for a target that events cannot go to here', () => {
    const firehose = { ...TARGET, arn: 'arn:aws:firehose:eu-central-1:123456789012:deliverystream/d' }
    expect(() => bus([rule({ targets: [firehose] })], [])).toThrow(/firehose.*not supported here; supported: sns/)
  })
})
