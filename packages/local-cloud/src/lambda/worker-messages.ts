/** One invocation, as the parent sends it. */
export interface WorkerCall {
  readonly requestId: string
  /** JSON text. */
  readonly payload: string
  readonly invokedFunctionArn: string
  /** Milliseconds since the epoch, real time. */
  readonly deadline: number
}

/** An error in the words of AWS's Node.js runtime; the payload of a failed invocation. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}

/** What the child answers. `crashed` means that it ends itself afterwards. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'returned'; readonly payload: string; readonly peakMemoryKb: number }
  | {
      readonly type: 'threw' | 'crashed' | 'init-failed'
      readonly error: FunctionError
      readonly peakMemoryKb: number
    }
