import { expect, test } from 'vitest'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { enumOf } from './enum.ts'
import { set } from './set.ts'

const mood = enumOf({ values: ['good', "it's", 'a,b', 'Ärger'] })

test("an enum crosses as its text; '' is what MySQL stores for a value outside the list [case 76]", () => {
  expect(cross(mood, 'good').field).toBe('good')
  expect(cross(mood, "it's").field).toBe("it's")
  expect(cross(mood, 'Ärger').field).toBe('Ärger')
  expect(cross(mood, '')).toEqual({ field: '', notes: [] })
  expect(cross(mood, 'bad').rejected).toMatch(/does not list/)
  expect(encoded(mood, 'bad').rejected).toMatch(/does not list/)
})

test('accepts a column whose values are all listed, in any order [case 76]', () => {
  expect(mood.accepts(sourceColumn("enum('it''s','a,b')"))).toBe(true)
  expect(mood.accepts(sourceColumn("enum('good','bad')"))).toBe(false)
  expect(mood.accepts(sourceColumn("enum('Good')"))).toBe(false)
  expect(mood.accepts(sourceColumn('varchar(9)'))).toBe(false)
})

test('names values that are missing or listed twice', () => {
  expect(enumOf({ values: [] }).problems).toHaveLength(1)
  expect(enumOf({ values: ['a', 'a'] }).problems).toHaveLength(1)
  expect(mood.problems).toEqual([])
  expect(mood.options).toBe(String.raw`values: ['good', 'it\'s', 'a,b', 'Ärger']`)
})

test('a set crosses as an array, the empty set as an empty one [case 77]', () => {
  expect(cross(set, 'a,b').field).toBe('{"a","b"}')
  expect(cross(set, '').field).toBe('{}')
  expect(cross(set, 'say "hi",back\\slash,NULL').field).toBe(String.raw`{"say \\"hi\\"","back\\\\slash","NULL"}`)
})
