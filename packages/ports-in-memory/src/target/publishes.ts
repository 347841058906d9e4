import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { LookupFingerprints } from '@hourglass/contracts/lookup-refs'
import { NO_COUNTS, type PublishCounts, type TableWindow } from '@hourglass/contracts/steps'
import type { TableProgress } from '@hourglass/contracts/target/progress'
import type { PublishAnswer } from '@hourglass/contracts/target/publishing'

/** One publish as the ledger keeps it. */
export interface LedgerEntry {
  readonly run: string
  readonly fence: number
  readonly mode: string
  readonly window: TableWindow
  readonly counts: PublishCounts
}

/** A watermark that only moved, in the ledger. */
const ADVANCE = 'advance'

/** How far each table is, which publishes brought it there, and which ones may still come (invariants I4, I5). */
export class Publishes {
  readonly #ledger = new Map<string, LedgerEntry[]>()
  readonly #lookups = new Map<string, LookupFingerprints>()
  readonly #sequence = new Map<string, number>()
  readonly #watermarks = new Map<string, string>()

  nextFence({ target }: TargetTable): number {
    const fence = (this.#sequence.get(target) ?? 0) + 1
    this.#sequence.set(target, fence)
    return fence
  }

  of(target: string): readonly LedgerEntry[] {
    return this.#ledger.get(target) ?? []
  }

  watermark(target: string): string | null {
    return this.#watermarks.get(target) ?? null
  }

  fence(target: string): number {
    return this.of(target).at(-1)?.fence ?? 0
  }

  progress({ target }: TargetTable): TableProgress {
    const withRows = this.of(target).filter(({ mode }) => mode !== ADVANCE)
    return {
      watermark: this.watermark(target),
      lastPublishedFence: this.fence(target),
      lastRows: withRows.at(-1)?.counts.staged ?? null,
      lookups: this.#lookups.get(target) ?? null,
    }
  }

  /** The answer that stands, without a publish: the same extract was published before, or a later one was. Else null. */
  judge(target: string, { run, fence, mode, window }: Omit<LedgerEntry, 'counts'>): PublishAnswer | null {
    const before = this.of(target).find((entry) => entry.fence === fence && entry.run === run && entry.mode === mode)
    if (before) return { result: 'published', counts: before.counts }
    const [last, watermark] = [this.fence(target), this.watermark(target)]
    if (fence <= last) return superseded(`a later extract is already published (fence ${last}, this one is ${fence})`)
    if (window.lower !== null && (watermark === null || window.lower > watermark)) {
      return superseded(`this extract starts at ${window.lower}, after the watermark`)
    }
    return null
  }

  record(target: string, entry: LedgerEntry, lookups: LookupFingerprints | undefined): void {
    this.#ledger.set(target, [...this.of(target), entry])
    const { lower, bound } = entry.window
    const watermark = this.watermark(target)
    if (bound !== null && (watermark === null || bound > watermark)) this.#watermarks.set(target, bound)
    if (lower === null && lookups !== undefined) this.#lookups.set(target, lookups)
  }

  advance({ target }: TargetTable, run: string, fence: number, window: TableWindow): PublishAnswer {
    const entry = { run, fence, mode: ADVANCE, window, counts: NO_COUNTS }
    const standing = this.judge(target, entry)
    if (standing) return standing
    this.record(target, entry, undefined)
    return { result: 'published', counts: NO_COUNTS }
  }
}

function superseded(reason: string): PublishAnswer {
  return { result: 'superseded', reason }
}
