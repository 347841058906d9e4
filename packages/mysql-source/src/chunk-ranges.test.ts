import { expect, test } from 'vitest'
import { chunksBetween, thinned } from './chunk-ranges.ts'

test('boundaries become half-open ranges with both ends open [case 31, 32]', () => {
  expect(chunksBetween([])).toEqual([{ id: 'c00001', lower: null, upper: null }])
  expect(chunksBetween(['b', 'c'])).toEqual([
    { id: 'c00001', lower: null, upper: 'b' },
    { id: 'c00002', lower: 'b', upper: 'c' },
    { id: 'c00003', lower: 'c', upper: null },
  ])
})

test('too many boundaries are halved until the chunks are few enough', () => {
  const boundaries = Array.from({ length: 30 }, (_, i) => String(i))
  expect(thinned(boundaries, 10)).toEqual(['3', '7', '11', '15', '19', '23', '27'])
  expect(thinned(boundaries.slice(0, 9), 10)).toHaveLength(9)
  // Ten boundaries make eleven chunks.
  expect(thinned(boundaries.slice(0, 10), 10)).toHaveLength(5)
})
