import { afterEach, expect, test } from 'vitest'
import type { Json, JsonObject } from '../language/json.ts'
import { createHarness, type Harness, text } from '../testing/harness.ts'

let harness: Harness
afterEach(() => harness.close())

const filling = (length: number): string => `{% $pad('', ${length}, 'x') %}`

function machine(assigns: readonly JsonObject[]): JsonObject {
  const states = assigns.map((Assign, index): [string, Json] => [
    `Assign${index + 1}`,
    { Type: 'Pass', Assign, Next: index + 1 < assigns.length ? `Assign${index + 2}` : 'Done' },
  ])
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Assign1',
    States: { ...Object.fromEntries(states), Done: { Type: 'Succeed' } },
  }
}

// The bounds and the words were observed on AWS in September 2026.
test.each<[string, readonly JsonObject[], string]>([
  [
    'one variable',
    [{ x: filling(262_143) }],
    "Variable size limit exceeded. Variable 'x' in state 'Assign1' was assigned 262145 bytes.",
  ],
  [
    'one state',
    [{ x: filling(131_071), y: filling(131_071) }],
    "State total variable size limit exceeded. Variable 'y' in state 'Assign1' was assigned 131073 bytes, which caused the size of variables assigned in the state to exceed its limit by 2 bytes.",
  ],
  [
    'one execution',
    Array.from({ length: 43 }, (_, index) => ({ [`v${index + 1}`]: filling(250_000) })),
    "Execution total variable size limit exceeded. State 'Assign42' assigned variables that exceed the total execution limit by 14324 bytes.",
  ],
])('variables of %s have a size limit', async (_, assigns, cause) => {
  harness = createHarness()
  const description = await harness.run(machine(assigns))
  expect(description).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded', cause })
  const { events } = await harness.call('GetExecutionHistory', {
    executionArn: text(description, 'executionArn'),
    reverseOrder: true,
  })
  expect(events).toMatchObject([
    { type: 'ExecutionFailed' },
    {
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: { location: 'Assign', error: 'States.DataLimitExceeded' },
    },
    {},
    ...(Array.isArray(events) ? events.slice(3).map(() => ({})) : []),
  ])
})

test.each<[string, readonly JsonObject[]]>([
  ['as large as they may be', [{ x: filling(262_142) }]],
  ['two in one state', [{ x: filling(131_070), y: filling(131_070) }]],
  ['the same one again and again', Array.from({ length: 45 }, () => ({ x: filling(250_000) }))],
])('variables may be set: %s', async (_, assigns) => {
  harness = createHarness()
  expect(await harness.run(machine(assigns))).toMatchObject({ status: 'SUCCEEDED' })
})
