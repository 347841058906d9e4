import { expect, test } from 'vitest'
import type { Json } from './json.ts'
import { evaluateQuery } from './jsonata-expression.ts'

function evaluate(text: string, input: Json = {}): Promise<Json> {
  return evaluateQuery(text, 'Output/r', { states: { input }, variables: {} })
}

// What AWS said to the same expressions in August and September 2026.
test.each<[string, string]>([
  ['$abs("x")', '. T0410: Argument 1 of function "abs" does not match function signature'],
  ['$eval("1+1")', '. T1006: Attempted to invoke a non-function'],
  ['$states.input.value + 1', '. T2001: The left side of the "+" operator must evaluate to a number'],
  ['[1..873783] ~> $count()', ': Expression evaluation memory limit exceeded: Check for excessive memory usage'],
  ['$length($pad("",262145,"x"))', ': Expression evaluation memory limit exceeded: Check for excessive memory usage'],
  [
    Array.from({ length: 200 }, () => '1').join('+'),
    ': Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
  ],
])('%s fails as in AWS', async (text, ending) => {
  const sentence = `The JSONata expression '${text}' specified for the field 'Output/r' threw an error during evaluation`
  await expect(evaluate(text, { value: 'one' })).rejects.toMatchObject({
    error: 'States.QueryEvaluationError',
    causeText: `${sentence}${ending}`,
  })
})

test.each<[string, Json]>([
  ['$random(42)', 0.7275636800328681],
  ['1/0', 'Infinity'],
  ['[1..873782] ~> $count()', 873_782],
  ['$length($pad($pad("",131072,"x"),262145,"x"))', 262_145],
  ['$pad("a", -3, "xy")', 'xya'],
  ['$range(0, 6, 2)', [0, 2, 4, 6]],
  ['$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
  ['$parse("{\\"a\\":1}").a', 1],
])('%s', async (text, expected) => {
  expect(await evaluate(text)).toEqual(expected)
})
