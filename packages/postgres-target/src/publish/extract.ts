import type { PublishRequest, PublishWay } from '@hourglass/contracts/target/publishing'

/** An extract, as far as the fence is concerned. */
export interface Extract {
  readonly run: string
  readonly fence: number
  /** null when everything was read. */
  readonly lower: string | null
  /** How it was published; `advance` moved the watermark only. */
  readonly way: PublishWay | 'advance'
}

/** What a table has reached; held until the transaction ends. */
export interface HeldState {
  readonly watermark: string | null
  readonly publishedFence: number
}

/** The extract that a request publishes. */
export function extractOf({ run, way, manifest }: PublishRequest): Extract {
  return { run, fence: manifest.fence, lower: manifest.window.lower, way }
}
