import type { PublishWay } from '@hourglass/contracts/target/publishing'
import { appendStrategy } from './append.ts'
import { mergeStrategy } from './merge.ts'
import { rebuildStrategy } from './rebuild.ts'
import { replaceStrategy } from './replace.ts'
import type { PublishStrategy } from './strategy.ts'

/** A load mode without a strategy does not compile. */
export const STRATEGIES: { readonly [W in PublishWay]: PublishStrategy } = {
  merge: mergeStrategy,
  replace: replaceStrategy,
  append: appendStrategy,
  rebuild: rebuildStrategy,
}
