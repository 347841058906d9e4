import type { Chunk } from '@hourglass/contracts/steps'

/** Chunks with these lower bounds, the first one open. */
export function chunksBetween(boundaries: readonly string[]): readonly Chunk[] {
  const ends = [null, ...boundaries, null]
  return ends.slice(1).map((upper, i) => ({
    id: `c${String(i + 1).padStart(5, '0')}`,
    lower: ends[i] ?? null,
    upper,
  }))
}

/** Leaves out boundaries until at most `most` chunks are left: each pass makes chunks twice as large. */
export function thinned(boundaries: readonly string[], most: number): readonly string[] {
  let kept = boundaries
  while (kept.length >= most) kept = kept.filter((_, i) => i % 2 === 1)
  return kept
}
