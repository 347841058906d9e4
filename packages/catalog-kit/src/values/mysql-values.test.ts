import { expect, test } from 'vitest'
import { declaredValues, quoted } from './mysql-values.ts'

test('reads the values of ENUM and SET with quotes, commas, brackets and line breaks in them', () => {
  expect(declaredValues("enum('a','b')")).toEqual(['a', 'b'])
  expect(declaredValues("set('it''s','a,b','(x)','')")).toEqual(["it's", 'a,b', '(x)', ''])
  expect(declaredValues("enum('line\nbreak','Ä')")).toEqual(['line\nbreak', 'Ä'])
  expect(declaredValues('varchar(9)')).toBeNull()
})

test('writes a text as TypeScript source', () => {
  expect(quoted('it\'s "here"\n')).toBe(String.raw`'it\'s "here"\n'`)
  expect(quoted('back\\slash')).toBe(String.raw`'back\\slash'`)
})
