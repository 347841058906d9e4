import { StateFailure } from '../language/failure.ts'
import type { Json } from '../language/json.ts'

interface Waiting {
  readonly resolve: (output: Json) => void
  readonly reject: (failure: StateFailure) => void
  readonly heartbeat: () => void
}

/** Tasks that wait for SendTaskSuccess or SendTaskFailure, by token. */
export class TaskTokens {
  private readonly waiting = new Map<string, Waiting>()

  /** Waits for a token's answer. `forget` must be called when nobody waits any more. */
  expect(token: string, heartbeat: () => void): { readonly answer: Promise<Json>; readonly forget: () => void } {
    const answer = new Promise<Json>((resolve, reject) => this.waiting.set(token, { resolve, reject, heartbeat }))
    // The task may be gone before anyone awaits this.
    answer.catch(() => {})
    return { answer, forget: () => this.waiting.delete(token) }
  }

  /** Ends the task of a token. False when no task waits for it. */
  succeed(token: string, output: Json): boolean {
    const task = this.take(token)
    task?.resolve(output)
    return task !== undefined
  }

  /** Fails the task of a token. False when no task waits for it. */
  fail(token: string, error: string | undefined, cause: string | undefined): boolean {
    const task = this.take(token)
    task?.reject(new StateFailure(error, cause, { fromTask: true }))
    return task !== undefined
  }

  /** Restarts the heartbeat timer of a token's task. False when no task waits for it. */
  heartbeat(token: string): boolean {
    const task = this.waiting.get(token)
    task?.heartbeat()
    return task !== undefined
  }

  private take(token: string): Waiting | undefined {
    const task = this.waiting.get(token)
    this.waiting.delete(token)
    return task
  }
}
