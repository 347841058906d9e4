import { expect, test } from 'vitest'
import { whySuperseded } from './superseded.ts'

const at = (hour: string) => `2026-11-23 ${hour}:00:00.000000`

test.for([
  ['a first full read', { watermark: null, publishedFence: 0 }, { fence: 1, lower: null }],
  ['the next window', { watermark: at('10'), publishedFence: 1 }, { fence: 2, lower: at('09') }],
  ['a window from the watermark on', { watermark: at('10'), publishedFence: 1 }, { fence: 2, lower: at('10') }],
  ['a full read later', { watermark: at('10'), publishedFence: 1 }, { fence: 5, lower: null }],
] as const)('may be published: %s', ([, state, extract]) => {
  expect(whySuperseded(state, { run: 'r', way: 'merge', ...extract })).toBeNull()
})

test.for([
  ['the same fence', { watermark: at('10'), publishedFence: 2 }, { fence: 2, lower: null }, 'a later extract'],
  ['an older fence', { watermark: at('10'), publishedFence: 3 }, { fence: 2, lower: at('09') }, 'a later extract'],
  ['a gap', { watermark: at('10'), publishedFence: 1 }, { fence: 2, lower: at('11') }, 'the rows between are missing'],
  ['no watermark', { watermark: null, publishedFence: 0 }, { fence: 1, lower: at('09') }, 'earlier rows are missing'],
] as const)('superseded: %s', ([, state, extract, reason]) => {
  expect(whySuperseded(state, { run: 'r', way: 'merge', ...extract })).toContain(reason)
})
