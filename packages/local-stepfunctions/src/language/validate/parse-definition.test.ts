import { expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { parseDefinition } from './parse-definition.ts'

function machine(state: JsonObject, extra: JsonObject = {}): string {
  return JSON.stringify({ StartAt: 'A', States: { A: { End: true, ...state } }, ...extra })
}

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f'
const PROCESSOR = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
  StartAt: 'B',
  States: { B: { Type: 'Pass', End: true } },
}

test.each<[string, string]>([
  ['a field of another state type', machine({ Type: 'Pass', Seconds: 1 })],
  ['JSONata fields in JSONPath', machine({ Type: 'Task', Resource: FUNCTION, Arguments: {} })],
  ['JSONPath fields in JSONata', machine({ Type: 'Pass', QueryLanguage: 'JSONata', InputPath: '$' })],
  [
    'a JSONPath state in a JSONata machine',
    machine({ Type: 'Pass', QueryLanguage: 'JSONPath' }, { QueryLanguage: 'JSONata' }),
  ],
  ['Next and End', machine({ Type: 'Pass', Next: 'A' })],
  ['neither Next nor End', machine({ Type: 'Pass', End: false })],
  ['a path that is none', machine({ Type: 'Pass', InputPath: '$.[' })],
  ['a ResultPath to many places', machine({ Type: 'Pass', ResultPath: '$.a[*]' })],
  ['an unknown intrinsic function', machine({ Type: 'Pass', Parameters: { 'a.$': 'States.Nope(1)' } })],
  [
    'States.ALL among others',
    machine({ Type: 'Task', Resource: FUNCTION, Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] }),
  ],
  [
    'States.ALL before others',
    machine({ Type: 'Task', Resource: FUNCTION, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] }),
  ],
  [
    'a heartbeat as long as the timeout',
    machine({ Type: 'Task', Resource: FUNCTION, TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
  ],
  ['a resource that is none', machine({ Type: 'Task', Resource: 'arn:aws:states:::dynamodb:query' })],
  ['two ways to wait', machine({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s' })],
  [
    'ItemReader inline',
    machine({ Type: 'Map', ItemProcessor: { StartAt: 'B', States: PROCESSOR.States }, ItemReader: {} }),
  ],
  [
    'a distributed processor without ExecutionType',
    machine({ Type: 'Map', ItemProcessor: { ...PROCESSOR, ProcessorConfig: { Mode: 'DISTRIBUTED' } } }),
  ],
  ['a label with a space', machine({ Type: 'Map', Label: 'a b', ItemProcessor: PROCESSOR })],
  ['a percentage over 100', machine({ Type: 'Map', ToleratedFailurePercentage: 101, ItemProcessor: PROCESSOR })],
  ['a batcher without sizes', machine({ Type: 'Map', ItemBatcher: { BatchInput: {} }, ItemProcessor: PROCESSOR })],
  ['an empty ResultWriter', machine({ Type: 'Map', ResultWriter: {}, ItemProcessor: PROCESSOR })],
  [
    'ItemsPointer in CSV',
    machine({
      Type: 'Map',
      ItemProcessor: PROCESSOR,
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', ItemsPointer: '/a' },
      },
    }),
  ],
  ['a reserved variable name', machine({ Type: 'Pass', Assign: { states: 1 } })],
  [
    'two states of one name',
    machine({ Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } }),
  ],
])('refuses %s', (_, definition) => {
  expect(() => parseDefinition(definition)).toThrow('SCHEMA_VALIDATION_FAILED')
})

test('refuses a Distributed Map, .sync and task tokens in an EXPRESS machine', () => {
  expect(() => parseDefinition(machine({ Type: 'Map', ItemProcessor: PROCESSOR }), 'EXPRESS')).toThrow(
    'Express state machine does not support',
  )
  for (const suffix of ['.sync', '.waitForTaskToken']) {
    const task = machine({ Type: 'Task', Resource: `arn:aws:states:::states:startExecution${suffix}`, Parameters: {} })
    expect(() => parseDefinition(task, 'EXPRESS')).toThrow(suffix)
    expect(() => parseDefinition(task)).not.toThrow()
  }
})

test('refuses .sync inside EXPRESS children, but not inside STANDARD ones', () => {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', Parameters: {}, End: true }
  const map = (ExecutionType: string) =>
    machine({
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, StartAt: 'B', States: { B: task } },
    })
  expect(() => parseDefinition(map('EXPRESS'))).toThrow('.sync')
  expect(() => parseDefinition(map('STANDARD'))).not.toThrow()
})

test('refuses what is no JSON, and a state that nothing leads to', () => {
  expect(() => parseDefinition('{')).toThrow('INVALID_JSON_DESCRIPTION')
  const lost = { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } }
  expect(() => parseDefinition(JSON.stringify(lost))).toThrow(
    'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
  )
})
