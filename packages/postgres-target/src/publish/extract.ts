/** An extract, as far as the fence is concerned. */
export interface Extract {
  readonly run: string
  readonly fence: number
  /** null when everything was read. */
  readonly lower: string | null
  readonly mode: 'merge' | 'replace' | 'advance'
}

/** What a table has reached; held until the transaction ends. */
export interface HeldState {
  readonly watermark: string | null
  readonly publishedFence: number
}
