import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { evaluatePath } from './evaluate-path.ts'
import { parsePath } from './parse-path.ts'
import { putAt } from './reference-path.ts'

const DOCUMENT: Json = {
  store: {
    book: [
      { title: 'A', price: 8, isbn: 'x' },
      { title: 'B', price: 12 },
      { title: 'C', price: 22, tags: ['old'] },
    ],
    'a b': 1,
  },
  list: [0, 1, 2, 3],
}

test.each<[string, Json]>([
  ['$', DOCUMENT],
  ["$.store['a b']", 1],
  ['$.list[-1]', 3],
  ['$.list[1:3]', [1, 2]],
  ['$.list[-2:]', [2, 3]],
  ['$.list[0,2]', [0, 2]],
  ['$.store.book[*].title', ['A', 'B', 'C']],
  ['$..price', [8, 12, 22]],
  ['$.store.book[?(@.price < 20)].title', ['A', 'B']],
  ['$.store.book[?(@.isbn)].title', ['A']],
  ["$.store.book[?(@.title == 'B' || @.price > 20)].title", ['B', 'C']],
  ['$.store.book[?(@.price >= 12 && !@.tags)].title', ['B']],
  ['$.store.book[?(@.title =~ /[ab]/i)].price', [8, 12]],
  ["$.store.book[?(@.title in ['A','C'])].price", [8, 22]],
  ['$.none[*]', []],
  ['$.list.length()', 4],
  ['$..price.length()', 3],
  ['$.store.length()', 2],
  ['$.store.keys()', ['book', 'a b']],
])('%s', (path, expected) => {
  expect(evaluatePath(parsePath(path), DOCUMENT)).toEqual(expected)
})

test.each([
  ['$.list.sum()', 'No results for path: $.list.sum()'],
  ['$.none.length()', "No results for path: $['none']"],
  ['$.store.none', "No results for path: $['store']['none']"],
  ['$.none.deeper', "Missing property in path $['none']"],
  ['$.list[9]', "Index out of bounds when evaluating path $['list'][9]"],
])('fails when %s leads nowhere', (path, detail) => {
  expect(() => evaluatePath(parsePath(path), DOCUMENT)).toThrow(detail)
})

test.each(['a', '$.', '$[', '$.a[b]', '$.a[?(', '$.a..'])('fails when "%s" is no path', (path) => {
  expect(() => parsePath(path)).toThrow('is not a JSONPath')
})

test('a reference path makes the objects on its way, and copies only what it changes', () => {
  const document: Json = { a: { b: 1 }, list: [1, 2] }
  expect(putAt(document, parsePath('$.a.c.d'), 'new')).toEqual({ a: { b: 1, c: { d: 'new' } }, list: [1, 2] })
  expect(putAt(document, parsePath('$.list[1]'), 'new')).toEqual({ a: { b: 1 }, list: [1, 'new'] })
  expect(putAt(document, parsePath('$.list.x'), 'new')).toBeUndefined()
  expect(document).toEqual({ a: { b: 1 }, list: [1, 2] })
})

test('a key called __proto__ is data like any other', () => {
  const document: Json = JSON.parse('{"__proto__":{"polluted":true}}')
  expect(evaluatePath(parsePath('$.__proto__.polluted'), document)).toBe(true)
  putAt({}, parsePath('$.__proto__.polluted'), true)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})
