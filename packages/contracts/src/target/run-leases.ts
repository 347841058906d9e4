import type { LeaseAnswer } from './leases.ts'

/** One run per hour. */
export interface RunLeases {
  /** One run per `scheduledAt`, for good: the same run may ask again, and any other gets the name of the holder. */
  leaseRun(run: string, scheduledAt: string, executionArn: string): Promise<LeaseAnswer>
}

/** The end of a run. */
export interface RunClosing {
  /** Closes the run and frees the leases it still holds on tables. */
  finishRun(run: string, state: 'succeeded' | 'failed' | 'skipped'): Promise<void>
}
