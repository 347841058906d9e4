import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { evaluateExpression } from '../payload-template.ts'

const INPUT: Json = { list: [1, 2, 2, { a: 1 }, { a: 1 }], text: 'a,b;c', n: 3.6, nested: '{"x":[1]}' }

function evaluate(expression: string): Json {
  return evaluateExpression(expression, 'field.$', { input: INPUT, variables: { v: 'variable' }, context: () => ({}) })
}

test.each<[string, Json]>([
  ["States.Format('{} and {}', $.n, $v)", '3.6 and variable'],
  ["States.Format('\\{\\} {}', 1)", '{} 1'],
  ['States.StringToJson($.nested)', { x: [1] }],
  ['States.JsonToString($.list[3])', '{"a":1}'],
  ['States.ArrayPartition($.list, 2)', [[1, 2], [2, { a: 1 }], [{ a: 1 }]]],
  ['States.ArrayContains($.list, $.list[3])', true],
  ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
  ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
  ['States.ArrayGetItem($.list, 1)', 2],
  ['States.ArrayLength($.list)', 5],
  ['States.ArrayUnique($.list)', [1, 2, { a: 1 }]],
  ["States.Base64Decode(States.Base64Encode('hé'))", 'hé'],
  ["States.Hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['States.JsonMerge($.list[3], States.StringToJson(\'{"b":2}\'), false)', { a: 1, b: 2 }],
  ['States.MathAdd($.n, -1)', 3],
  ["States.StringSplit($.text, ',;')", ['a', 'b', 'c']],
  ['States.Array(1, $.text, null, true)', [1, 'a,b;c', null, true]],
])('%s', (expression, expected) => {
  expect(evaluate(expression)).toEqual(expected)
})

test('States.MathRandom stays in its bounds, and repeats itself for a seed', () => {
  expect(evaluate('States.MathRandom(1, 4)')).toBeOneOf([1, 2, 3])
  expect(evaluate('States.MathRandom(0, 1000, 7)')).toBe(evaluate('States.MathRandom(0, 1000, 7)'))
})

test.each([
  "States.Format('{}')",
  'States.ArrayGetItem($.list, 9)',
  'States.StringToJson($.text)',
  'States.MathAdd(1)',
  "States.Hash('a', 'MD4')",
  'States.ArrayRange(1, 9000, 1)',
])('fails when called as %s', (expression) => {
  expect(() => evaluate(expression)).toThrow('Invalid arguments in States.')
})
