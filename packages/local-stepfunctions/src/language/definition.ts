import type { Json, JsonObject } from './json.ts'

/** How expressions in a state are written. */
export type QueryLanguage = 'JSONPath' | 'JSONata'
/** Workflow type. */
export type WorkflowType = 'STANDARD' | 'EXPRESS'
/** The eight state types. */
export type StateType = 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map'

/** States and where to start: a state machine, a branch of Parallel, an item processor. */
export interface Flow {
  readonly StartAt: string
  readonly States: Readonly<Record<string, State>>
  readonly QueryLanguage?: QueryLanguage
  readonly TimeoutSeconds?: number
  readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | 'DISTRIBUTED'; readonly ExecutionType?: WorkflowType }
}

/** One entry of Retry. */
export interface Retrier {
  readonly ErrorEquals: readonly string[]
  readonly IntervalSeconds?: number
  readonly MaxAttempts?: number
  readonly BackoffRate?: number
  readonly MaxDelaySeconds?: number
  readonly JitterStrategy?: 'FULL' | 'NONE'
}

/** One entry of Catch. */
export interface Catcher {
  readonly ErrorEquals: readonly string[]
  readonly Next: string
  readonly ResultPath?: string | null
  readonly Assign?: JsonObject
  readonly Output?: Json
}

/** A rule of Choice: operators are looked up by name, so it stays a plain object. */
export interface ChoiceRule extends JsonObject {}

/** Where a Distributed Map reads its items. */
export interface ItemReader {
  readonly Resource: string
  readonly Parameters?: JsonObject
  readonly Arguments?: Json
  readonly ReaderConfig?: JsonObject
}

/** Where and how a Distributed Map leaves its results. */
export interface ResultWriter {
  readonly Resource?: string
  readonly Parameters?: JsonObject
  readonly Arguments?: Json
  readonly WriterConfig?: {
    readonly Transformation?: 'NONE' | 'COMPACT' | 'FLATTEN'
    readonly OutputType?: 'JSON' | 'JSONL'
  }
}

/** How a Distributed Map groups items. Numbers may be JSONata strings. */
export interface ItemBatcher {
  readonly MaxItemsPerBatch?: Json
  readonly MaxItemsPerBatchPath?: string
  readonly MaxInputBytesPerBatch?: Json
  readonly MaxInputBytesPerBatchPath?: string
  readonly BatchInput?: Json
}

/**
 * A state as written, after validation. One wide type instead of eight: which fields a state may carry is the
 * business of the validator, and the interpreter reads each field in one place.
 */
export interface State {
  readonly Type: StateType
  readonly QueryLanguage?: QueryLanguage
  readonly Next?: string
  readonly End?: boolean
  readonly InputPath?: string | null
  readonly OutputPath?: string | null
  readonly ResultPath?: string | null
  readonly Parameters?: Json
  readonly ResultSelector?: Json
  readonly Arguments?: Json
  readonly Output?: Json
  readonly Assign?: JsonObject
  readonly Retry?: readonly Retrier[]
  readonly Catch?: readonly Catcher[]
  readonly Resource?: string
  readonly Credentials?: Json
  readonly TimeoutSeconds?: Json
  readonly TimeoutSecondsPath?: string
  readonly HeartbeatSeconds?: Json
  readonly HeartbeatSecondsPath?: string
  readonly Result?: Json
  readonly Choices?: readonly ChoiceRule[]
  readonly Default?: string
  readonly Seconds?: Json
  readonly SecondsPath?: string
  readonly Timestamp?: string
  readonly TimestampPath?: string
  readonly Error?: string
  readonly ErrorPath?: string
  readonly Cause?: string
  readonly CausePath?: string
  readonly Branches?: readonly Flow[]
  readonly ItemProcessor?: Flow
  readonly Iterator?: Flow
  readonly ItemsPath?: string
  readonly Items?: Json
  readonly ItemSelector?: Json
  readonly ItemReader?: ItemReader
  readonly ItemBatcher?: ItemBatcher
  readonly ResultWriter?: ResultWriter
  readonly MaxConcurrency?: Json
  readonly MaxConcurrencyPath?: string
  readonly ToleratedFailureCount?: Json
  readonly ToleratedFailureCountPath?: string
  readonly ToleratedFailurePercentage?: Json
  readonly ToleratedFailurePercentagePath?: string
  readonly Label?: string
}

/** The flow that a Map state runs for each item, under its new or its old name. */
export function processorOf(state: State): Flow {
  const flow = state.ItemProcessor ?? state.Iterator
  if (flow === undefined)
    throw new Error('a Map state without ItemProcessor reached the interpreter; the validator should have refused it')
  return flow
}

/** Whether a Map state runs its items as child executions. */
export function isDistributed(state: State): boolean {
  return processorOf(state).ProcessorConfig?.Mode === 'DISTRIBUTED'
}
