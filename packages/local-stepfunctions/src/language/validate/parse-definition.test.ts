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
])('refuses %s', (_, definition) => {
  expect(() => parseDefinition(definition)).toThrow('SCHEMA_VALIDATION_FAILED')
})

const jsonata = (state: JsonObject): string => machine(state, { QueryLanguage: 'JSONata' })
const inner = (state: JsonObject): JsonObject => ({ StartAt: 'B', States: { B: { End: true, ...state } } })

// The wording is AWS's, as observed in August and September 2026.
test.each<[string, string]>([
  [
    machine({ Type: 'Map', Label: 'a b', ItemProcessor: PROCESSOR }),
    'INVALID_LABEL_NAME: A label must have 1 to 40 characters, without white space or special characters at /States/A/Label',
  ],
  [
    machine({ Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } }),
    'DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/ItemProcessor/States/A',
  ],
  [
    machine({ Type: 'Pass', ResultSelector: {} }),
    "SCHEMA_VALIDATION_FAILED: Field 'ResultSelector' is not supported at /States/A",
  ],
  [
    machine({ Type: 'Parallel', TimeoutSeconds: 1, Branches: [inner({ Type: 'Pass' })] }),
    "SCHEMA_VALIDATION_FAILED: Field 'TimeoutSeconds' is not supported at /States/A",
  ],
  [
    jsonata({ Type: 'Pass', InputPath: '$' }),
    "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/A",
  ],
  [
    machine({ Type: 'Pass', Output: {} }),
    "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A",
  ],
  [
    jsonata({ Type: 'Pass', QueryLanguage: 'JSONPath' }),
    "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A",
  ],
  [
    machine({ Type: 'Map', ItemProcessor: { ...inner({ Type: 'Pass' }), QueryLanguage: 'JSONata' } }),
    "SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/A/ItemProcessor",
  ],
  [
    machine({ Type: 'Wait', Seconds: 100_000_000 }),
    'SCHEMA_VALIDATION_FAILED: Maximum value is 99999999 at /States/A/Seconds',
  ],
  [
    machine({ Type: 'Map', MaxConcurrency: -1, ItemProcessor: inner({ Type: 'Pass' }) }),
    'SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/A/MaxConcurrency',
  ],
  [
    machine({ Type: 'Map', ToleratedFailurePercentage: 101, ItemProcessor: PROCESSOR }),
    'SCHEMA_VALIDATION_FAILED: Maximum value is 100.0 at /States/A/ToleratedFailurePercentage',
  ],
  [
    machine({ Type: 'Map', MaxConcurrency: 1, MaxConcurrencyPath: '$.n', ItemProcessor: PROCESSOR }),
    'SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [MaxConcurrency, MaxConcurrencyPath] at /States/A',
  ],
  [
    machine({ Type: 'Map', ToleratedFailureCountPath: '$$.Execution.Input.n', ItemProcessor: PROCESSOR }),
    'SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/A/ToleratedFailureCountPath',
  ],
  [
    jsonata({ Type: 'Pass', Output: { v: '{% phone %}' } }),
    "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/A/Output/v",
  ],
  [
    jsonata({ Type: 'Pass', Output: '{% $states.result %}' }),
    "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.result' does not exist. at /States/A/Output",
  ],
  [
    jsonata({ Type: 'Pass', Output: '{% 1 + %}' }),
    'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/A/Output',
  ],
  [
    JSON.stringify({
      StartAt: 'I',
      States: {
        I: { Type: 'Pass', Assign: { x: 1 }, Next: 'F' },
        F: { Type: 'Parallel', Branches: [inner({ Type: 'Pass', Assign: { x: 2 } })], End: true },
      },
    }),
    "DUPLICATE_VARIABLE_NAME: The variable name 'x' was already defined in a parent scope. at /States/F/Branches[0]/States/B/Assign/x",
  ],
  [
    JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } }),
    'MISSING_END_STATE: Workflow has no terminal state at null',
  ],
])('%s is refused as AWS refuses it', (definition, message) => {
  expect(() => parseDefinition(definition)).toThrow(message)
})

test.each([
  jsonata({ Type: 'Pass', Output: '{% $map($states.input.items, function($i) { $i.name })[a = 1].b^(c){d: e} %}' }),
  jsonata({ Type: 'Pass', Output: '{% ($f := function($x) { $x.y }; $f($states.context.Execution)) %}' }),
  jsonata({ Type: 'Task', Resource: FUNCTION, Assign: { r: '{% $states.result.Payload %}' } }),
  jsonata({
    Type: 'Task',
    Resource: FUNCTION,
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A', Output: '{% $states.errorOutput.Cause %}' }],
  }),
  jsonata({
    Type: 'Parallel',
    Branches: [inner({ Type: 'Pass', Assign: { x: 1 } })],
    Assign: { x: 2 },
  }),
])('accepts %s', (definition) => {
  expect(() => parseDefinition(definition)).not.toThrow()
})

test('refuses a Distributed Map, .sync and task tokens in an EXPRESS machine', () => {
  expect(() => parseDefinition(machine({ Type: 'Map', ItemProcessor: PROCESSOR }), 'EXPRESS')).toThrow(
    'Express state machine does not support',
  )
  const Parameters = { StateMachineArn: 'arn' }
  for (const suffix of ['.sync', '.waitForTaskToken']) {
    const task = machine({ Type: 'Task', Resource: `arn:aws:states:::states:startExecution${suffix}`, Parameters })
    expect(() => parseDefinition(task, 'EXPRESS')).toThrow(suffix)
    expect(() => parseDefinition(task)).not.toThrow()
  }
})

test('refuses .sync inside EXPRESS children, but not inside STANDARD ones', () => {
  const Resource = 'arn:aws:states:::states:startExecution.sync:2'
  const task = { Type: 'Task', Resource, Parameters: { StateMachineArn: 'arn' }, End: true }
  const map = (ExecutionType: string) =>
    machine({
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, StartAt: 'B', States: { B: task } },
    })
  expect(() => parseDefinition(map('EXPRESS'))).toThrow('.sync')
  expect(() => parseDefinition(map('STANDARD'))).not.toThrow()
})

test('refuses a task without a parameter that it cannot do without', () => {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' }
  expect(() => parseDefinition(machine({ ...task, Parameters: { Payload: 1 } }))).toThrow(
    "SCHEMA_VALIDATION_FAILED: The field 'FunctionName' is required but was missing at /States/A/Parameters",
  )
  expect(() => parseDefinition(machine({ ...task, Parameters: { 'FunctionName.$': '$.f' } }))).not.toThrow()
})

test('refuses what is no JSON, and a state that nothing leads to', () => {
  expect(() => parseDefinition('{')).toThrow('INVALID_JSON_DESCRIPTION')
  const lost = { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } }
  expect(() => parseDefinition(JSON.stringify(lost))).toThrow(
    'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
  )
})
