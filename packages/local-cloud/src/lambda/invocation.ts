import type { FunctionError } from './worker-messages.ts'
import type { WorkerOutcome } from './worker-process.ts'

/** Largest request and response of a synchronous invocation, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_LIMIT_BYTES = 6_291_556

/** Largest request of an asynchronous invocation, in bytes (1 MB). */
export const EVENT_LIMIT_BYTES = 1_048_576

/** How one invocation ended, for logs and reports. Times in milliseconds, memory in MB. */
export interface InvocationRecord {
  readonly functionName: string
  readonly requestId: string
  /** Milliseconds since the epoch, real time. */
  readonly startedAt: number
  readonly durationMs: number
  /** Duration plus the start of a new worker, rounded up: what AWS bills. */
  readonly billedMs: number
  /** Start of the process until the handler was loaded; only when a new worker was started for it. */
  readonly initMs: number | undefined
  /** Waited for a free worker. */
  readonly queuedMs: number
  readonly memoryMb: number
  readonly peakMemoryMb: number
  readonly status: 'success' | 'error' | 'timeout'
  /** `errorType` of the payload when the status is not success. */
  readonly errorType: string | undefined
}

/** The payload of an invocation, and whether it is an error object. */
export interface InvocationPayload {
  readonly payload: string
  readonly error: FunctionError | undefined
  readonly status: InvocationRecord['status']
}

/** What Lambda answers for an outcome. Error types and texts are those of the service. */
export function payloadOf(outcome: WorkerOutcome, requestId: string, timeoutSeconds: number): InvocationPayload {
  switch (outcome.kind) {
    case 'ready':
      return { payload: 'null', error: undefined, status: 'success' }
    case 'returned':
      if (Buffer.byteLength(outcome.payload) <= PAYLOAD_LIMIT_BYTES) {
        return { payload: outcome.payload, error: undefined, status: 'success' }
      }
      return failed({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`,
      })
    case 'threw':
      return failed(outcome.error)
    case 'timed-out': {
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`
      return failed({ errorType: 'Sandbox.Timedout', errorMessage }, 'timeout')
    }
    case 'out-of-memory': {
      const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`
      return failed({ errorType: 'Runtime.OutOfMemory', errorMessage })
    }
    case 'exited':
      return failed({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: ${exitText(outcome)}`,
      })
  }
}

function failed(error: FunctionError, status: 'error' | 'timeout' = 'error'): InvocationPayload {
  return { payload: JSON.stringify(error), error, status }
}

const SIGNAL_WORDS: Readonly<Record<string, string>> = { SIGKILL: 'killed', SIGABRT: 'aborted', SIGTERM: 'terminated' }

function exitText(outcome: WorkerOutcome & { kind: 'exited' }): string {
  if (outcome.signal !== null)
    return `Runtime exited with error: signal: ${SIGNAL_WORDS[outcome.signal] ?? outcome.signal}`
  if (outcome.code === 0) return 'Runtime exited without providing a reason'
  return `Runtime exited with error: exit status ${outcome.code ?? 'unknown'}`
}

/** The REPORT line that Lambda logs at the end of an invocation. */
export function reportLine(record: InvocationRecord): string {
  const parts = [
    `REPORT RequestId: ${record.requestId}`,
    `Duration: ${record.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${record.billedMs} ms`,
    `Memory Size: ${record.memoryMb} MB`,
    `Max Memory Used: ${Math.ceil(record.peakMemoryMb)} MB`,
  ]
  if (record.initMs !== undefined) parts.push(`Init Duration: ${record.initMs.toFixed(2)} ms`)
  if (record.status === 'timeout') parts.push('Status: timeout')
  if (record.status === 'error' && /^(Runtime|Sandbox)\./.test(record.errorType ?? '')) {
    parts.push('Status: error', `Error Type: ${record.errorType}`)
  }
  return `${parts.join('\t')}\t`
}
