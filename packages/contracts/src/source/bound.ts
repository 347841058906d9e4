/** How far the source is surely complete (invariant I1). */
export interface Bound {
  /** UTC text, microseconds; null when nothing safe is known (prepared XA, edge case 151): the old watermark stays. */
  readonly at: string | null
  /** How it was found, for people: which rule decided, or which grant was missing. */
  readonly by: string
  /** Set when writers may be unseen: what is missing, and what restores it. */
  readonly weakened?: { readonly reason: string; readonly cure: string }
}

/** The source's answer to "up to when is everything here?". */
export interface SourceBound {
  /** Observed on the primary, with proof that its cached list of transactions is fresh (edge case 149). */
  observeBound(): Promise<Bound>
}
