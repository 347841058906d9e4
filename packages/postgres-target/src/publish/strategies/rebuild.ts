import { deleteUnstaged } from '../gone-keys.ts'
import { merge } from '../merge.ts'
import type { PublishStrategy } from './strategy.ts'

/**
 * For a model of which one statement made all rows from what Postgres itself holds: what staging lacks is gone, and there
 * is no source to ask again.
 */
export const rebuildStrategy: PublishStrategy = {
  prepare: async (_deps, request) => (tx) => deleteUnstaged(tx, request),
  write: merge,
}
