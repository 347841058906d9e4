import { DefinitionError } from '../errors.ts'
import type { ItemBatcher, ItemReader, MapState, PayloadTemplate, ResultWriter, StateGraph, Transition } from './asl.ts'
import { type BatcherProps, batcherFields, batcherProblems } from './item-batcher.ts'
import { type ReaderProps, readerFields, readerProblems } from './item-reader.ts'
import { type Amount, amountField, labelProblems, rangeProblems } from './amount.ts'
import { writerFields, type WriterProps } from './result-writer.ts'

export interface DistributedMapProps {
  /** 1 to 40 characters, unique in the machine; part of the ARNs of its Map Runs and children. */
  readonly label: string
  /** STANDARD: up to a year, redriven where it failed. EXPRESS: 5 minutes, run again from its start. */
  readonly children: 'STANDARD' | 'EXPRESS'
  readonly items: ReaderProps
  /** Template of one item; absent: the item as it was read. */
  readonly selector?: PayloadTemplate
  readonly batcher?: BatcherProps
  /** Children at once; 0 means as many as the service allows (10,000). */
  readonly maxConcurrency: Amount
  /** When the Map Run fails: more failed items than this. Absent: no failed item is tolerated. */
  readonly tolerated?: { readonly count: Amount } | { readonly percentage: Amount }
  readonly writer?: WriterProps
  /** The machine of one child. */
  readonly child: StateGraph
  /** `replace`: the state becomes the Map's result. `keep`: it stays as it was. Or a path to put the result at. */
  readonly result: 'overwrite' | 'keep' | `$.${string}`
  readonly next: Transition
  readonly comment: string
}

/**
 * A Distributed Map state.
 *
 * @example
 * distributedMap({
 *   label: 'Extract', children: 'EXPRESS', comment: 'each chunk',
 *   items: { from: 'json', at: { bucketPath: '$.chunks.bucket', keyPath: '$.chunks.key' }, pointer: '/chunks' },
 *   batcher: { maxItems: { path: '$.itemsPerBatch' } },
 *   maxConcurrency: 20, child, result: 'keep', next: { Next: 'Stage' },
 * })
 * @throws DefinitionError naming every rule of the service that the props break.
 */
export function distributedMap(props: DistributedMapProps): MapState {
  const problems = distributedMapProblems(props)
  if (problems.length > 0) throw new DefinitionError(`Distributed Map "${props.label}"`, problems)
  const batcher: ItemBatcher | undefined = props.batcher && batcherFields(props.batcher)
  const writer: ResultWriter | undefined = props.writer && writerFields(props.writer)
  const reader: Pick<MapState, 'ItemsPath'> | { ItemReader: ItemReader } = readerFields(props.items)
  return {
    Type: 'Map',
    Comment: props.comment,
    Label: props.label,
    ...reader,
    ...(props.selector === undefined ? {} : { ItemSelector: props.selector }),
    ...(batcher === undefined ? {} : { ItemBatcher: batcher }),
    ...amountField('MaxConcurrency', props.maxConcurrency),
    ...toleratedFields(props.tolerated),
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: props.children }, ...props.child },
    ...(writer === undefined ? {} : { ResultWriter: writer }),
    ...(props.result === 'overwrite' ? {} : { ResultPath: props.result === 'keep' ? null : props.result }),
    ...props.next,
  }
}

function toleratedFields(tolerated: DistributedMapProps['tolerated']) {
  if (tolerated === undefined) return { ToleratedFailureCount: 0 }
  return 'count' in tolerated
    ? amountField('ToleratedFailureCount', tolerated.count)
    : amountField('ToleratedFailurePercentage', tolerated.percentage)
}

function distributedMapProblems(props: DistributedMapProps): string[] {
  const problems = [
    ...labelProblems(props.label),
    ...rangeProblems('maxConcurrency', props.maxConcurrency, { min: 0, max: 10_000, whole: true }),
  ]
  const tolerated = props.tolerated
  if (tolerated !== undefined && 'count' in tolerated) {
    problems.push(...rangeProblems('tolerated.count', tolerated.count, { min: 0, max: 100_000_000, whole: true }))
  }
  if (tolerated !== undefined && 'percentage' in tolerated) {
    problems.push(...rangeProblems('tolerated.percentage', tolerated.percentage, { min: 0, max: 100, whole: false }))
  }
  if (!(props.child.StartAt in props.child.States)) {
    problems.push(`the child starts at "${props.child.StartAt}", which it does not have`)
  }
  return [...problems, ...readerProblems(props.items), ...(props.batcher ? batcherProblems(props.batcher) : [])]
}
