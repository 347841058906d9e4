import type { Activity } from '../integrations/activities.ts'
import type { MapRunObserver } from '../map-run/distributed-map.ts'
import type { MapChild, MapRun } from '../map-run/map-run.ts'
import type { Execution } from '../run/execution.ts'
import type { HistoryEvent } from '../run/history.ts'
import { LogStore } from '../store/log-store.ts'
import { childSnapshot, executionSnapshot, machineSnapshot, mapRunSnapshot } from './snapshots.ts'
import type { StateMachine } from './state-machine.ts'
import type { Json } from '../language/json.ts'

/** Writes down what moves, so that another process can go on with it. EXPRESS executions are not kept. */
export class Persistence implements MapRunObserver {
  private readonly store: LogStore
  private readonly dirty = new Set<Execution>()
  private readonly written = new Map<string, number>()
  private isScheduled = false
  private isClosed = false

  constructor(path: string) {
    this.store = new LogStore(path)
  }

  /** What an earlier process left. */
  takeEntries(): ReadonlyMap<string, Json> {
    return this.store.takeEntries()
  }

  machineChanged(machine: StateMachine): void {
    if (!this.isClosed) this.store.set(`machine/${machine.arn}`, machineSnapshot(machine))
  }

  machineDeleted(arn: string): void {
    if (!this.isClosed) this.store.delete(`machine/${arn}`)
  }

  activityChanged({ arn, name, creationDate, tags }: Activity): void {
    if (!this.isClosed) this.store.set(`activity/${arn}`, { arn, name, creationDate, tags: [...tags] })
  }

  activityDeleted(arn: string): void {
    if (!this.isClosed) this.store.delete(`activity/${arn}`)
  }

  /** Notes that an execution has moved; it is written once in each turn of the event loop. */
  executionMoved(execution: Execution): void {
    if (this.isClosed || execution.program.type === 'EXPRESS') return
    this.dirty.add(execution)
    if (this.isScheduled) return
    this.isScheduled = true
    setImmediate(() => this.writeExecutions())
  }

  /** Says how many events of an execution stand in the store already. */
  restored(execution: Execution): void {
    this.written.set(execution.arn, execution.history.events.length)
  }

  mapRunChanged(mapRun: MapRun): void {
    if (!this.isClosed) this.store.set(`map-run/${mapRun.arn}`, mapRunSnapshot(mapRun))
  }

  childChanged(mapRun: MapRun, child: MapChild): void {
    if (!this.isClosed) this.store.set(`child/${mapRun.arn}/${child.index}`, childSnapshot(mapRun, child))
  }

  close(): void {
    this.writeExecutions()
    this.isClosed = true
    this.store.close()
  }

  private writeExecutions(): void {
    this.isScheduled = false
    if (this.isClosed) return
    for (const execution of this.dirty) {
      const { arn, history } = execution
      const from = this.written.get(arn) ?? 0
      for (const event of history.events.slice(from)) this.store.set(`event/${arn}/${event.id}`, eventJson(event))
      this.written.set(arn, history.events.length)
      this.store.set(`execution/${arn}`, executionSnapshot(execution))
    }
    this.dirty.clear()
  }
}

function eventJson(event: HistoryEvent): Json {
  const copy: Json = JSON.parse(JSON.stringify(event))
  return copy
}
