import { expect, test } from 'vitest'
import type { QueueModel } from '../../stack/model/model.ts'
import { Queues } from './queues.ts'

const QUEUE: QueueModel = {
  id: 'test/q',
  address: 'q',
  name: 'q',
  arn: 'arn:q',
  url: 'https://sqs/q',
  kmsKeyArn: undefined,
  retentionSeconds: 100,
  visibilitySeconds: 30,
}

test('a message that is not deleted comes back after its visibility timeout, and goes with its retention', () => {
  let now = 0
  const queues = new Queues([QUEUE], () => now)
  queues.send('arn:q', 'one', { kind: 'a' })
  queues.send('arn:q', 'two')
  const [first] = queues.receive('arn:q', 1)
  expect(first).toMatchObject({ body: 'one', attributes: { kind: 'a' }, receives: 1 })
  expect(queues.receive('arn:q', 10).map(({ body }) => body)).toEqual(['two'])
  expect(queues.count('arn:q')).toEqual({ visible: 0, hidden: 2 })
  now = 30_000
  const again = queues.receive('arn:q', 10, 5)
  expect(again.map(({ body, receives }) => [body, receives])).toEqual([
    ['one', 2],
    ['two', 2],
  ])
  queues.delete('arn:q', first?.receipt ?? '')
  queues.delete('arn:q', again[0]?.receipt ?? '')
  now = 35_000
  expect(queues.receive('arn:q', 10).map(({ body }) => body)).toEqual(['two'])
  now = 101_000
  expect(queues.count('arn:q')).toEqual({ visible: 0, hidden: 0 })
})

test('fails for an unknown queue and for a message that is too long', () => {
  const queues = new Queues([QUEUE], () => 0)
  expect(() => queues.send('arn:x', 'a')).toThrow('The specified queue does not exist.')
  expect(() => queues.send('arn:q', 'x'.repeat(1_048_577))).toThrow('must be shorter than 1048576 bytes')
})
