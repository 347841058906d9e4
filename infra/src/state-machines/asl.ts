/*
 * The part of the Amazon States Language (JSONPath) that the two machines use, as types.
 * https://states-language.net and the Step Functions developer guide, "Distributed Map state fields".
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
/** Keys that end in `.$` hold a path or an intrinsic. */
export type PayloadTemplate = { readonly [key: string]: Json }

/** How a state hands over: to another state, or it ends its machine or branch. */
export type Transition = { readonly Next: string } | { readonly End: true }

export interface Retrier {
  readonly ErrorEquals: readonly string[]
  readonly IntervalSeconds: number
  readonly BackoffRate: number
  readonly MaxAttempts: number
  readonly MaxDelaySeconds?: number
  readonly JitterStrategy?: 'FULL' | 'NONE'
}

export interface Catcher {
  readonly ErrorEquals: readonly string[]
  readonly Next: string
  /** null drops the error and keeps the state's input. */
  readonly ResultPath?: string | null
}

interface Common {
  readonly Comment?: string
  readonly OutputPath?: string
}

export type TaskState = Common &
  Transition & {
    readonly Type: 'Task'
    readonly Resource: string
    readonly Parameters: PayloadTemplate
    readonly ResultSelector?: PayloadTemplate
    readonly ResultPath?: string | null
    readonly TimeoutSeconds: number
    readonly Retry?: readonly Retrier[]
    readonly Catch?: readonly Catcher[]
  }

export interface ChoiceRule {
  readonly Variable: string
  readonly IsPresent?: boolean
  readonly StringEquals?: string
  readonly NumericGreaterThan?: number
  readonly Next: string
}

export interface ChoiceState extends Common {
  readonly Type: 'Choice'
  readonly Choices: readonly ChoiceRule[]
  readonly Default: string
}

export interface SucceedState extends Common {
  readonly Type: 'Succeed'
}

export interface FailState {
  readonly Type: 'Fail'
  readonly Comment?: string
  readonly Error: string
  readonly CausePath: string
}

export type ParallelState = Common &
  Transition & {
    readonly Type: 'Parallel'
    readonly Branches: readonly StateGraph[]
    readonly ResultPath?: string
  }

export interface ItemReader {
  readonly Resource: string
  readonly ReaderConfig?: { readonly [key: string]: Json }
  readonly Parameters: PayloadTemplate
}

export interface ItemBatcher {
  readonly MaxItemsPerBatch?: number
  readonly MaxItemsPerBatchPath?: string
  readonly MaxInputBytesPerBatch?: number
  readonly MaxInputBytesPerBatchPath?: string
  readonly BatchInput?: PayloadTemplate
}

export interface ResultWriter {
  readonly Resource?: string
  readonly Parameters?: PayloadTemplate
  readonly WriterConfig?: { readonly Transformation: string; readonly OutputType: string }
}

export type MapState = Common &
  Transition & {
    readonly Type: 'Map'
    readonly Label: string
    readonly ItemReader?: ItemReader
    readonly ItemsPath?: string
    readonly ItemSelector?: PayloadTemplate
    readonly ItemBatcher?: ItemBatcher
    readonly MaxConcurrency?: number
    readonly MaxConcurrencyPath?: string
    readonly ToleratedFailureCount?: number
    readonly ToleratedFailureCountPath?: string
    readonly ToleratedFailurePercentage?: number
    readonly ToleratedFailurePercentagePath?: string
    readonly ItemProcessor: StateGraph & {
      readonly ProcessorConfig: { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' | 'EXPRESS' }
    }
    readonly ResultWriter?: ResultWriter
    readonly ResultSelector?: PayloadTemplate
    readonly ResultPath?: string | null
  }

/** A Map inside the execution itself. */
export type InlineMapState = Common &
  Transition & {
    readonly Type: 'Map'
    readonly ItemsPath: string
    readonly ItemSelector?: PayloadTemplate
    readonly MaxConcurrency: number
    readonly ItemProcessor: StateGraph & { readonly ProcessorConfig: { readonly Mode: 'INLINE' } }
    readonly ResultPath?: string
  }

export type State = TaskState | ChoiceState | SucceedState | FailState | ParallelState | MapState | InlineMapState

export interface StateGraph {
  readonly StartAt: string
  readonly States: { readonly [name: string]: State }
}

export interface Definition extends StateGraph {
  readonly Comment: string
  readonly TimeoutSeconds: number
}
