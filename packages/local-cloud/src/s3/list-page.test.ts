import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareUtf8, KeyIndex } from './key-index.ts'
import { decodePosition, encodePosition, type ListPosition, listPage } from './list-page.ts'
import type { ObjectRecord } from './records.ts'

const object = (key: string): ObjectRecord => ({ key, etag: '', size: 0, lastModified: 0, headers: {}, segments: [] })
const keys = fc.array(
  fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', '/', '-', '\u{10000}', '\uffff') }),
)

test('keys are ordered by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
  )
  expect(compareUtf8('\uffff', '\u{10000}')).toBeLessThan(0)
})

test('an index changed key by key is the index made of what is left', () => {
  fc.assert(
    fc.property(keys, keys, keys, (first, added, deleted) => {
      const index = new KeyIndex(first.map(object))
      for (const key of added) index.set(object(key))
      for (const key of deleted) index.delete(key)
      const left = new Set([...first, ...added].filter((key) => !deleted.includes(key)))
      expect([...index.from('')].map(({ key }) => key)).toEqual([...left].sort(compareUtf8))
      expect(index.size).toBe(left.size)
    }),
  )
})

/** A listing in one page, the slow and obvious way. */
function expected(all: readonly string[], prefix: string, delimiter: string): string[] {
  const entries = [...new Set(all)]
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      return cut < 0 ? key : `prefix ${key.slice(0, cut + delimiter.length)}`
    })
  return [...new Set(entries)].sort()
}

describe('a listing', () => {
  test('of pages of any size has each entry once, and no page is longer than asked', () => {
    const prefix = fc.constantFrom('', 'a', 'a/', '/', 'b-')
    const delimiter = fc.constantFrom('', '/', '-', 'a/')
    fc.assert(
      fc.property(keys, prefix, delimiter, fc.integer({ min: 1, max: 4 }), (all, prefixed, delimited, maxKeys) => {
        const index = new KeyIndex(all.map(object))
        const seen: string[] = []
        let after: ListPosition | undefined
        do {
          const page = listPage(index, { prefix: prefixed, delimiter: delimited, after, maxKeys })
          const entries = [
            ...page.contents.map(({ key }) => key),
            ...page.commonPrefixes.map((found) => `prefix ${found}`),
          ]
          expect(entries.length).toBeLessThanOrEqual(maxKeys)
          seen.push(...entries)
          after = page.next && decodePosition(encodePosition(page.next))
        } while (after !== undefined)
        expect(seen.sort()).toEqual(expected(all, prefixed, delimited))
      }),
    )
  })

  test('starts after a key that need not exist', () => {
    const index = new KeyIndex(['a', 'b', 'd'].map(object))
    const page = listPage(index, { prefix: '', delimiter: '', after: { key: 'c' }, maxKeys: 10 })
    expect(page.contents.map(({ key }) => key)).toEqual(['d'])
    expect(listPage(index, { prefix: 'b', delimiter: '', after: { key: 'a' }, maxKeys: 10 }).contents).toHaveLength(1)
  })

  test('goes on where it was when its last key was deleted meanwhile', () => {
    const index = new KeyIndex(['a', 'b', 'c'].map(object))
    const first = listPage(index, { prefix: '', delimiter: '', after: undefined, maxKeys: 2 })
    index.delete('b')
    const second = listPage(index, { prefix: '', delimiter: '', after: first.next, maxKeys: 2 })
    expect(second.contents.map(({ key }) => key)).toEqual(['c'])
  })

  test('of no keys is empty and complete', () => {
    const index = new KeyIndex([object('a')])
    expect(listPage(index, { prefix: '', delimiter: '', after: undefined, maxKeys: 0 })).toEqual({
      contents: [],
      commonPrefixes: [],
      next: undefined,
    })
  })
})

test.each(['', 'nonsense', 'bnVsbA', 'e30'])('the token "%s" is not a position', (token) => {
  expect(decodePosition(token)).toBeUndefined()
})
