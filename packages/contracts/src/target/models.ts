import type { Model } from '@hourglass/catalog-kit/model'
import type { RunMode, TableWindow } from '../steps.ts'

/** What a build was made of. */
export interface ModelBuild {
  /** Hash of the model as it was. */
  readonly definition: string
  /** Fence of the last publish of each input that the build has seen. */
  readonly inputs: Readonly<Record<string, number>>
}

/** What a model is to be made of. */
export interface StageModelRequest {
  readonly model: Model
  readonly run: string
  readonly staging: string
  /** `full` makes all rows, whatever has changed. */
  readonly mode: RunMode
}

export type StageModelAnswer = {
  /** The bound of the model: the lowest watermark of its inputs; null when none has one. */
  readonly bound: string | null
  /** Inputs that this run has not published: what is read of them is older. */
  readonly behind: readonly string[]
} & (
  | {
      readonly action: 'staged'
      readonly rows: number
      /** `lower` null: all rows were made, and those that are not among them are to go. */
      readonly window: TableWindow
      /** Why all rows were made, or which inputs have changed. */
      readonly because: string
      readonly build: ModelBuild
    }
  /** Nothing was staged, because no input has changed since the last build. */
  | { readonly action: 'nothing'; readonly because: string }
  /** Nothing was staged, because an input was never published. */
  | { readonly action: 'waiting'; readonly because: string }
)

/** Makes the rows of models. */
export interface ModelStaging {
  /**
   * Fills a staging table with the rows of a model, in one snapshot together with the question what has changed.
   * @throws ModelSqlError when the SELECT returns other columns than the model declares
   */
  stageModel(request: StageModelRequest): Promise<StageModelAnswer>
}
