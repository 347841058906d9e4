import { expect, test } from 'vitest'
import { textDiff } from './text-diff.ts'

test('shows the changed lines with two lines around them', () => {
  expect(textDiff('a\nb\nc\nd\ne\nf\ng\n', 'a\nb\nc\nX\nY\ne\nf\ng\n')).toBe(
    ['@@ line 2 @@', '  b', '  c', '- d', '+ X', '+ Y', '  e', '  f'].join('\n'),
  )
})

test('shows changes that lie apart each by itself', () => {
  const before = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join('')
  const after = before.replace('line 3\n', 'line three\n').replace('line 30\n', '')
  const shown = textDiff(before, after)
  expect(shown.match(/^@@/gm)).toHaveLength(2)
  expect(shown.match(/^[-+]/gm)).toHaveLength(3)
})
