import { merge } from '../merge.ts'
import { type PublishStrategy, removeNothing } from './strategy.ts'

/** Writes rows that are new or differ; what staging lacks stays. */
export const mergeStrategy: PublishStrategy = {
  prepare: async () => removeNothing,
  write: merge,
}
