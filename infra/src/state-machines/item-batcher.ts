import type { ItemBatcher, PayloadTemplate } from './asl.ts'
import { type Amount, amountField, rangeProblems } from './amount.ts'

/** How many items one child gets. At least one limit; with both, the one reached first closes the batch. */
export interface BatcherProps {
  readonly maxItems?: Amount
  /** Bytes of the child's whole input; the service takes at most 262,144. */
  readonly maxInputBytes?: Amount
  /** What every batch gets besides its `Items`, as `BatchInput`. */
  readonly batchInput?: PayloadTemplate
}

const MAX_BATCH_BYTES = 262_144

export function batcherFields(props: BatcherProps): ItemBatcher {
  return {
    ...(props.maxItems === undefined ? {} : amountField('MaxItemsPerBatch', props.maxItems)),
    ...(props.maxInputBytes === undefined ? {} : amountField('MaxInputBytesPerBatch', props.maxInputBytes)),
    ...(props.batchInput === undefined ? {} : { BatchInput: props.batchInput }),
  }
}

/** What the service would refuse about a batcher. */
export function batcherProblems(props: BatcherProps): string[] {
  const problems: string[] = []
  if (props.maxItems === undefined && props.maxInputBytes === undefined) {
    problems.push('batcher has no limit; give maxItems, maxInputBytes or both')
  }
  if (props.maxItems !== undefined) {
    problems.push(...rangeProblems('batcher.maxItems', props.maxItems, { min: 1, max: 100_000_000, whole: true }))
  }
  if (props.maxInputBytes !== undefined) {
    problems.push(
      ...rangeProblems('batcher.maxInputBytes', props.maxInputBytes, { min: 1, max: MAX_BATCH_BYTES, whole: true }),
    )
  }
  return problems
}
