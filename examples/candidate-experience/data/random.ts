/** Numbers that follow from seed, table and row alone: any row can be made again without the ones before it. */
export interface RowRandom {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, `count`. */
  below(count: number): number
  /** True in `share` of the cases. */
  chance(share: number): boolean
  pick<T>(list: readonly [T, ...T[]]): T
  /** As `below`, but small numbers come far more often: the skew that customers of very different size give. */
  skewed(count: number): number
}

/** One round of a 32-bit mix (Murmur3's finaliser). */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A name as a number, so that tables have streams of their own. */
export function streamOf(name: string): number {
  let h = 0x811c9dc5
  for (const character of name) h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return h >>> 0
}

/** One generator, set anew for each row: no objects are made per row. */
export class SeededRandom implements RowRandom {
  #state = 0

  startRow(seed: number, stream: number, row: number): this {
    this.#state = mix(mix(mix(seed) ^ stream) ^ (row >>> 0) ^ mix(Math.floor(row / 0x1_0000_0000)))
    return this
  }

  /** Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0]
  }

  skewed(count: number): number {
    const u = this.next()
    return Math.floor(u * u * u * count)
  }
}
