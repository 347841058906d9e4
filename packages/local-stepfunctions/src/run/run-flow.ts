import type { Json } from '../language/json.ts'
import { runState } from './run-state.ts'
import type { Scope } from './scope.ts'

/**
 * Runs a flow from where its progress stands to its end and gives its output.
 * @throws StateFailure when a state fails for good
 * @throws Cancelled when it is stopped from outside
 */
export async function runFlow(scope: Scope): Promise<Json> {
  const { progress } = scope
  for (;;) {
    if (progress.result !== undefined) return progress.result.output
    scope.cancellation.check()
    const step = await runState(scope, runFlow)
    delete progress.entered
    delete progress.children
    delete progress.items
    delete progress.mapRunArn
    delete progress.retry
    delete progress.waiting
    if (step.next === undefined) {
      progress.result = { output: step.output }
    } else {
      progress.state = step.next
      progress.input = step.output
    }
    scope.services.onProgress(scope.execution)
  }
}
