import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPathText } from './json-path.ts'

/** What JSON.parse finds; comparable for everything but numbers, which it rounds. */
function byParsing(json: string, path: readonly string[]): unknown {
  let value: unknown = JSON.parse(json)
  for (const name of path) {
    const isList = Array.isArray(value)
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name) || (isList && !/^\d+$/.test(name))) {
      return null
    }
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

test('finds what JSON.parse finds, whatever the JSON', () => {
  const name = fc.constantFrom('a', 'b', '0', '1', 'a"b', 'é', '')
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer()),
    tree: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(tree, fc.array(name, { maxLength: 3 }), fc.constantFrom(0, 2), (value, path, space) => {
      const json = JSON.stringify(value, null, space)
      const expected = byParsing(json, path)
      const text = typeof expected === 'string' || expected === null ? expected : JSON.stringify(expected)
      expect(jsonPathText(json, path)).toBe(text)
    }),
    { numRuns: 2_000 },
  )
})

test('keeps every digit of a number', () => {
  expect(jsonPathText('{"n": -9007199254740993.10e2}', ['n'])).toBe('-9007199254740993.10e2')
})
