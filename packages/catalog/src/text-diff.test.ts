import { expect, test } from 'vitest'
import { textDiff } from './text-diff.ts'

test('shows the changed lines with two lines around them', () => {
  expect(textDiff('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nX\nY\ne\nf\n')).toBe(
    '@@ line 4 @@\n  b\n  c\n- d\n+ X\n+ Y\n  e\n  f',
  )
})

test('shows a line put in, and a line taken out', () => {
  expect(textDiff('a\nb', 'a\nn\nb')).toBe('@@ line 2 @@\n  a\n+ n\n  b')
  expect(textDiff('a\nn\nb', 'a\nb')).toBe('@@ line 2 @@\n  a\n- n\n  b')
})
