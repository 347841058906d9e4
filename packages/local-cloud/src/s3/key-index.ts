import type { ObjectRecord } from './records.ts'

/** The objects of one bucket in memory, sorted by the UTF-8 bytes of their keys, as S3 lists them. */
export class KeyIndex {
  readonly #records = new Map<string, ObjectRecord>()
  #sorted: string[] = []

  constructor(records: readonly ObjectRecord[]) {
    for (const record of records) this.#records.set(record.key, record)
    this.#sorted = [...this.#records.keys()].sort(compareUtf8)
  }

  get size(): number {
    return this.#records.size
  }

  get(key: string): ObjectRecord | undefined {
    return this.#records.get(key)
  }

  set(record: ObjectRecord): void {
    if (!this.#records.has(record.key)) this.#sorted.splice(this.#position(record.key), 0, record.key)
    this.#records.set(record.key, record)
  }

  delete(key: string): void {
    if (this.#records.delete(key)) this.#sorted.splice(this.#position(key), 1)
  }

  /** Records whose key is `from` or comes after it, in order. The index must not change during the iteration. */
  *from(from: string): Generator<ObjectRecord> {
    for (let at = this.#position(from); at < this.#sorted.length; at++) {
      const record = this.#records.get(this.#sorted[at] ?? '')
      if (record !== undefined) yield record
    }
  }

  /** The first record after every key that starts with `prefix`, or after `from` when that is further on. */
  firstAfterPrefix(prefix: string): string | undefined {
    let low = this.#position(prefix)
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#sorted[middle]?.startsWith(prefix)) low = middle + 1
      else high = middle
    }
    return this.#sorted[low]
  }

  /** Index of the first key that is not before `key`. */
  #position(key: string): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareUtf8(this.#sorted[middle] ?? '', key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

/**
 * Order of the UTF-8 bytes of two strings. It differs from JavaScript's order of UTF-16 units only between a surrogate and a
 * unit from U+E000 on, so no bytes have to be made.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at)
    const y = b.charCodeAt(at)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Moves the surrogates (code points from U+10000 on) behind U+E000 to U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
