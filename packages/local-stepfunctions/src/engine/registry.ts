import type { MapRun } from '../map-run/map-run.ts'
import type { MapRunRegistry } from '../map-run/distributed-map.ts'
import type { Execution } from '../run/execution.ts'
import type { StateMachine } from './state-machine.ts'

/** Everything an engine holds, by ARN. */
export class Registry implements MapRunRegistry {
  readonly machines = new Map<string, StateMachine>()
  private readonly executions = new Map<string, Execution>()
  private readonly byMachine = new Map<string, Execution[]>()
  private readonly mapRuns = new Map<string, MapRun>()
  private readonly mapRunsByExecution = new Map<string, MapRun[]>()

  addExecution(execution: Execution): void {
    this.executions.set(execution.arn, execution)
    append(this.byMachine, execution.program.stateMachineArn, execution)
  }

  /** An execution by ARN; children of Map Runs only while and after they ran as STANDARD. */
  execution(arn: string): Execution | undefined {
    return this.executions.get(arn) ?? this.child(arn)
  }

  /** Executions of a machine, oldest first; children of Map Runs are not among them. */
  executionsOf(stateMachineArn: string): readonly Execution[] {
    return this.byMachine.get(stateMachineArn) ?? []
  }

  /** Every execution that was started through the API or by another machine. */
  allExecutions(): Iterable<Execution> {
    return this.executions.values()
  }

  add(mapRun: MapRun): void {
    this.mapRuns.set(mapRun.arn, mapRun)
    append(this.mapRunsByExecution, mapRun.executionArn, mapRun)
  }

  find(arn: string): MapRun | undefined {
    return this.mapRuns.get(arn)
  }

  /** Map Runs of an execution, oldest first. */
  mapRunsOf(executionArn: string): readonly MapRun[] {
    return this.mapRunsByExecution.get(executionArn) ?? []
  }

  /** Every Map Run. */
  allMapRuns(): Iterable<MapRun> {
    return this.mapRuns.values()
  }

  /** Forgets temporary files of Map Runs. */
  dispose(): void {
    for (const mapRun of this.mapRuns.values()) {
      mapRun.inputs.dispose()
      mapRun.outputs.dispose()
    }
  }

  private child(arn: string): Execution | undefined {
    const [, machine, name] = /:execution:([^:/]+\/[^:]+):(.+)$/.exec(arn) ?? []
    if (machine === undefined || name === undefined) return undefined
    for (const mapRun of this.mapRuns.values()) {
      if (!mapRun.arn.includes(`:mapRun:${machine}:`)) continue
      const found = mapRun.children.find((child) => child.name === name)
      if (found !== undefined) return found.execution
    }
    return undefined
  }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
