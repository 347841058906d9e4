import type { Cancel, Clock } from '../clock/clock.ts'
import type { Json } from '../language/json.ts'
import { unlessCancelled } from '../run/cancellation.ts'
import type { TaskCall } from '../run/task-call.ts'
import { newTaskToken } from '../run/task-token.ts'
import type { TaskTokens } from './task-tokens.ts'

/** How long GetActivityTask waits for a task (API reference: 60 seconds). */
const POLL_MS = 60_000

/** An activity as CreateActivity leaves it. */
export interface Activity {
  readonly arn: string
  readonly name: string
  readonly creationDate: number
  readonly tags: Map<string, string>
}

/** A task that waits for a worker. */
export interface OfferedTask {
  readonly token: string
  /** JSON text. */
  readonly input: string
  /** Called when a worker takes it. */
  readonly taken: (workerName: string | undefined) => void
}

type Poller = (task: OfferedTask | undefined) => void

/** The activities of an engine, the tasks that wait for workers, and the workers that wait for tasks. */
export class Activities {
  private readonly clock: Clock
  private readonly known = new Map<string, Activity>()
  private readonly tasks = new Map<string, OfferedTask[]>()
  private readonly pollers = new Map<string, Poller[]>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  add(activity: Activity): void {
    this.known.set(activity.arn, activity)
  }

  find(arn: string): Activity | undefined {
    return this.known.get(arn)
  }

  delete(arn: string): void {
    this.known.delete(arn)
  }

  all(): Activity[] {
    return [...this.known.values()]
  }

  /** Offers a task to the worker that has waited longest, or to the next one that asks. The result takes it back. */
  offer(arn: string, task: OfferedTask): Cancel {
    const poller = this.pollers.get(arn)?.shift()
    if (poller !== undefined) {
      poller(task)
      return () => {}
    }
    const queue = listOf(this.tasks, arn)
    queue.push(task)
    return () => {
      const index = queue.indexOf(task)
      if (index >= 0) queue.splice(index, 1)
    }
  }

  /** The next task, waited for up to a minute; undefined when there is none. */
  poll(arn: string): Promise<OfferedTask | undefined> {
    const task = this.tasks.get(arn)?.shift()
    if (task !== undefined) return Promise.resolve(task)
    return new Promise((resolve) => {
      const waiting = listOf(this.pollers, arn)
      const poller: Poller = (found) => {
        cancel()
        resolve(found)
      }
      const cancel = this.clock.setTimeout(() => {
        waiting.splice(waiting.indexOf(poller), 1)
        resolve(undefined)
      }, POLL_MS)
      waiting.push(poller)
    })
  }

  /** Sends every waiting worker away. */
  close(): void {
    for (const waiting of this.pollers.values()) for (const poller of waiting.splice(0)) poller(undefined)
  }
}

/** A Task whose Resource is an activity: waits until a worker has taken it and sent its result. @throws StateFailure */
export async function callActivity(
  call: TaskCall,
  { activities, tokens }: { readonly activities: Activities; readonly tokens: TaskTokens },
): Promise<Json> {
  const token = call.resumed?.token ?? newTaskToken()
  const { answer, forget } = tokens.expect(token, call.heartbeat)
  if (call.resumed === undefined) call.remember({ token })
  const input = JSON.stringify(call.parameters)
  const withdraw =
    call.resumed?.isTaken === true ? () => {} : activities.offer(call.resource.arn, { token, input, taken: call.taken })
  try {
    return await unlessCancelled(call.cancellation, answer)
  } finally {
    withdraw()
    forget()
  }
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}
