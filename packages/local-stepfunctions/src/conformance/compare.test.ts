import { expect, test } from 'vitest'
import { firstDifference, normalise, unfold } from './compare.ts'
import { historyDifference } from './history.ts'

test('rules are applied before JSON texts are compared', () => {
  const rules = [
    { kind: 'regex', regex: 'exec-1', replacement: '<name>' },
    { kind: 'jsonpath', jsonpath: '$..StartTime', replacement: 'start-time' },
  ]
  const actual = normalise({ output: '{"id":"exec-1","StartTime":"2026-01-01T00:00:00Z","n":"[1,2]"}' }, rules)
  expect(
    firstDifference(unfold({ output: { id: '<name>', StartTime: 'start-time', n: [1, 2] } }), actual),
  ).toBeUndefined()
})

test('placeholders stand for anything, other texts only for themselves', () => {
  expect(firstDifference({ cause: 'Request <request_id> failed' }, { cause: 'Request 17 failed' })).toBeUndefined()
  expect(firstDifference({ cause: 'Request failed' }, { cause: 'Request 17 failed' })).toContain('/cause')
  expect(firstDifference({ a: 1 }, { a: 1, b: 2 })).toContain('/b')
  expect(firstDifference([1, 2], [1])).toContain('1 elements, expected 2')
})

test('a bare number is compared as a number, whether it stands as a text or not', () => {
  expect(firstDifference({ input: '0.0' }, { input: '0' })).toBeUndefined()
  expect(firstDifference({ input: '0.0' }, { input: 0 })).toBeUndefined()
  expect(firstDifference({ input: '010' }, { input: '10' })).toContain('/input')
  expect(firstDifference({ input: '3' }, { input: '1' })).toContain('/input')
})

test('branches of Parallel may come in any order, other events may not', () => {
  const events = (first: string, second: string) => [
    { type: 'ParallelStateStarted', id: 3, previousEventId: 2 },
    { type: 'PassStateEntered', id: 4, previousEventId: 3, stateEnteredEventDetails: { name: first } },
    { type: 'PassStateEntered', id: 5, previousEventId: 3, stateEnteredEventDetails: { name: second } },
    { type: 'ParallelStateExited', id: 7, previousEventId: 6 },
  ]
  expect(historyDifference(events('A', 'B'), events('B', 'A'))).toBeUndefined()
  expect(historyDifference(events('A', 'B'), events('A', 'C'))).toContain('PassStateEntered')
  const plain = (id: number) => [{ type: 'PassStateEntered', id, previousEventId: 0 }]
  expect(historyDifference(plain(2), plain(3))).toContain('/id')
})
