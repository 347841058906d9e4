import { expect, test } from 'vitest'
import { shortName, targetName, targetNames } from './table-names.ts'

test('a bare name is a table of the default schema', () => {
  expect(targetNames(['answers', 'sales.orders'])).toEqual(['analytics.answers', 'sales.orders'])
})

test.for(['analytics.answers', 'sales.orders', 'analytics2.answers'])('what is shown of %s can be typed', (target) => {
  expect(targetName(shortName(target))).toBe(target)
})
