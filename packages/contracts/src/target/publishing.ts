import type { ModeName } from '@hourglass/catalog-kit/modes'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { Manifest, Part, PublishCounts } from '../steps.ts'
import type { ModelBuild } from './models.ts'

/** What staging has to hold, and what publishing it means: a sealed manifest, or what a model's SELECT returned. */
export type Staged = Pick<
  Manifest,
  'run' | 'table' | 'fence' | 'window' | 'rowsRead' | 'rowsQuarantined' | 'rows' | 'lookups' | 'reread' | 'setAside'
> & {
  /** 1: all rows were read in one snapshot, so that a key that comes twice is not unique. Absent for a model. */
  readonly chunks?: number
  readonly parts: readonly Pick<Part, 'key' | 'rows'>[]
}

/** Keys that are live but not in staging, asked again at the source; returns those that still exist there. */
export type Recheck = (keys: readonly (readonly string[])[]) => Promise<readonly (readonly string[])[]>

/** How staged rows become live: the load mode, or `rebuild` for a model of which all rows were made. */
export type PublishWay = ModeName | 'rebuild'

/** What Publish needs to know. */
export interface PublishRequest {
  readonly table: TargetTable
  readonly way: PublishWay
  readonly run: string
  readonly staging: string
  readonly manifest: Staged
  readonly allowMassDelete: boolean
  /** Not asked for a model: its SELECT is the truth, and nobody else knows whether a row that it left out is there. */
  readonly recheck: Recheck
  /** Only of a model: what it was made of, remembered together with the rows. */
  readonly build?: ModelBuild
}

export type PublishAnswer =
  | {
      readonly result: 'published'
      readonly counts: PublishCounts
      /** Rows of the table that stand in the ledger of rows set aside; absent when there is none. */
      readonly setAside?: number
    }
  /** A later extract has already been published; nothing was changed. */
  | { readonly result: 'superseded'; readonly reason: string }

/** Makes staged rows live. */
export interface Publishing {
  /**
   * Verifies and makes staged rows live, with watermark, fence and ledger, in one transaction; then drops staging and
   * frees the lease.
   *
   * @throws StagingLostError, ConservationError, MassDeleteRefusedError, TargetBusyError; nothing has changed then
   */
  publish(request: PublishRequest): Promise<PublishAnswer>
}

/** Moves a watermark without rows. */
export interface WatermarkAdvance {
  /**
   * A window without rows: only moves the watermark, if there is one, under the same fence rules; then frees the lease.
   */
  advance(
    table: TargetTable,
    run: string,
    fence: number,
    lower: string | null,
    watermark: string | null,
  ): Promise<PublishAnswer>
}
