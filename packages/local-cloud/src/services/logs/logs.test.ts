import { expect, test } from 'vitest'
import type { InvocationRecord } from '../../lambda/invocation.ts'
import { LogGroups } from './log-groups.ts'
import { logsApi } from './logs-api.ts'

const RECORD: InvocationRecord = {
  functionName: 'work',
  requestId: 'r1',
  startedAt: 0,
  durationMs: 120.4,
  billedMs: 321,
  initMs: 200.1,
  queuedMs: 0,
  memoryMb: 512,
  peakMemoryMb: 99.2,
  status: 'success',
  errorType: undefined,
}

let now = 1000
const groups = new LogGroups(() => now)
const line = (text: string, stream: 'stdout' | 'platform' = 'stdout') =>
  groups.addLine({ functionName: 'work', requestId: 'r1', stream, line: text })

line('START RequestId: r1 Version: $LATEST', 'platform')
line('{"msg":"hello"}')
line('END RequestId: r1', 'platform')
line('REPORT RequestId: r1\tBilled Duration: 321 ms', 'platform')
now = 2000
groups.addReport(RECORD)

const api = logsApi(groups, { region: 'eu-west-1', accountId: '123456789012' }, () => undefined)

async function filter(input: object) {
  const caller = { accessKeyId: 'key', principal: 'arn:aws:iam::123456789012:root' }
  const answer = await api('Logs_20140328.FilterLogEvents', JSON.stringify(input), caller)
  return { status: answer.status, body: JSON.parse(answer.body) }
}

test('an invocation is its start, its own lines and a report with what is billed, as JSON', async () => {
  const { body } = await filter({ logGroupName: '/aws/lambda/work' })
  const messages = body.events.map(({ message }: { message: string }) => JSON.parse(message))
  expect(messages).toMatchObject([
    { type: 'platform.start', record: { requestId: 'r1' } },
    { msg: 'hello' },
    {
      type: 'platform.report',
      record: { metrics: { billedDurationMs: 321, memorySizeMB: 512, initDurationMs: 200.1 } },
    },
  ])
})

test('events are chosen by time and come in pages', async () => {
  const group = { logGroupName: '/aws/lambda/work' }
  expect((await filter({ ...group, startTime: 1500 })).body.events).toHaveLength(1)
  expect((await filter({ ...group, endTime: 1500 })).body.events).toHaveLength(2)
  const first = (await filter({ ...group, limit: 2 })).body
  expect(first.events).toHaveLength(2)
  const second = (await filter({ ...group, limit: 2, nextToken: first.nextToken })).body
  expect(second.events).toHaveLength(1)
  expect(second.nextToken).toBeUndefined()
})

test('fails for a group that nothing was written to, and for a pattern', async () => {
  expect(await filter({ logGroupName: '/aws/lambda/other' })).toMatchObject({
    status: 400,
    body: { __type: 'ResourceNotFoundException' },
  })
  expect(await filter({ logGroupName: '/aws/lambda/work', filterPattern: 'x' })).toMatchObject({
    body: { __type: 'InvalidParameterException' },
  })
})
