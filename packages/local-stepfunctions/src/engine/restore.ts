import { makeRevision } from '../api/machine-operations.ts'
import type { Clock } from '../clock/clock.ts'
import type { Flow } from '../language/definition.ts'
import type { Activities, Activity } from '../integrations/activities.ts'
import { type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import type { ChildStatus } from '../map-run/counts.ts'
import { MapRun, type MapRunStatus } from '../map-run/map-run.ts'
import { Execution, type ExecutionStatus, type Program } from '../run/execution.ts'
import type { HistoryEvent } from '../run/history.ts'
import type { Progress } from '../run/progress.ts'
import { type SpillDirectory, TextStore } from '../store/text-store.ts'
import { generatedLabels } from './labels.ts'
import type { Registry } from './registry.ts'
import { Snapshot } from './snapshots.ts'
import type { MachineAlias, MachineVersion, Revision, Route } from './state-machine.ts'

/** Puts back everything that a store holds, and gives the executions that were running. */
export function restore(
  entries: ReadonlyMap<string, Json>,
  registry: Registry,
  activities: Activities,
  clock: Clock,
  spill: SpillDirectory,
): Execution[] {
  const events = new Map<string, HistoryEvent[]>()
  const executions = new Map<string, Execution>()
  const children: Snapshot[] = []
  for (const [key, value] of entries) {
    const kind = key.slice(0, key.indexOf('/'))
    const snapshot = new Snapshot(value)
    if (kind === 'machine') restoreMachine(snapshot, registry)
    else if (kind === 'activity') activities.add(restoreActivity(snapshot))
    else if (kind === 'event') {
      const arn = key.slice('event/'.length, key.lastIndexOf('/'))
      const list = events.get(arn) ?? []
      // Events were written from this very type.
      list.push(value as unknown as HistoryEvent)
      events.set(arn, list)
    } else if (kind === 'execution') executions.set(snapshot.string('arn'), restoreExecution(snapshot, clock))
    else if (kind === 'map-run') registry.add(restoreMapRun(snapshot, spill))
    else if (kind === 'child') children.push(withMapRun(snapshot, key))
  }
  for (const execution of executions.values()) {
    const list = (events.get(execution.arn) ?? []).sort((a, b) => a.id - b.id)
    execution.history.restore(list, list.at(-1)?.id ?? 0)
    if (execution.membership === undefined) registry.addExecution(execution)
  }
  for (const child of children.sort((a, b) => a.number('index') - b.number('index')))
    restoreChild(child, registry, executions)
  return [...executions.values()].filter(({ status, membership }) => status === 'RUNNING' && membership === undefined)
}

function withMapRun(snapshot: Snapshot, key: string): Snapshot {
  const mapRunArn = key.slice('child/'.length, key.lastIndexOf('/'))
  return Object.assign(snapshot, { mapRunArn })
}

function restoreMachine(snapshot: Snapshot, registry: Registry): void {
  const arn = snapshot.string('arn')
  registry.machines.set(arn, {
    arn,
    name: snapshot.string('name'),
    type: snapshot.type('type'),
    revision: restoreRevision(snapshot.inner('revision')),
    creationDate: snapshot.number('creationDate'),
    updateDate: snapshot.optionalNumber('updateDate'),
    loggingConfiguration: snapshot.object('loggingConfiguration') ?? {},
    tracingConfiguration: snapshot.object('tracingConfiguration') ?? {},
    encryptionConfiguration: snapshot.object('encryptionConfiguration'),
    versions: snapshot.list('versions').map((value) => restoreVersion(new Snapshot(value))),
    lastVersion: snapshot.number('lastVersion'),
    aliases: new Map(
      snapshot
        .list('aliases')
        .map((value) => restoreAlias(new Snapshot(value)))
        .map((alias) => [alias.name, alias]),
    ),
    tags: restoreTags(snapshot),
  })
}

function restoreActivity(snapshot: Snapshot): Activity {
  return {
    arn: snapshot.string('arn'),
    name: snapshot.string('name'),
    creationDate: snapshot.number('creationDate'),
    tags: restoreTags(snapshot),
  }
}

function restoreTags(snapshot: Snapshot): Map<string, string> {
  return new Map(
    snapshot
      .list('tags')
      .map((pair): [string, string] => [String(Reflect.get(Object(pair), 0)), String(Reflect.get(Object(pair), 1))]),
  )
}

function restoreVersion(snapshot: Snapshot): MachineVersion {
  return {
    arn: snapshot.string('arn'),
    number: snapshot.number('number'),
    description: snapshot.optionalString('description'),
    revision: restoreRevision(snapshot.inner('revision')),
    creationDate: snapshot.number('creationDate'),
  }
}

function restoreAlias(snapshot: Snapshot): MachineAlias {
  return {
    arn: snapshot.string('arn'),
    name: snapshot.string('name'),
    description: snapshot.optionalString('description'),
    routes: snapshot.list('routes').map((value): Route => {
      const route = new Snapshot(value)
      return { stateMachineVersionArn: route.string('stateMachineVersionArn'), weight: route.number('weight') }
    }),
    creationDate: snapshot.number('creationDate'),
    updateDate: snapshot.number('updateDate'),
  }
}

function restoreRevision(snapshot: Snapshot): Revision {
  const program = snapshot.inner('program')
  return makeRevision({
    id: snapshot.string('id'),
    arn: program.string('stateMachineArn'),
    name: program.string('stateMachineName'),
    type: program.type('type'),
    definition: program.string('definition'),
    roleArn: program.string('roleArn'),
  })
}

/** The flow was checked when it was first parsed; a child's is a part of one and would not pass on its own. */
function restoreProgram(snapshot: Snapshot): Program {
  const definition = snapshot.string('definition')
  const flow = tryParseJson(definition) as unknown as Flow
  const stateMachineArn = snapshot.string('stateMachineArn')
  const versionArn = snapshot.optionalString('versionArn')
  const aliasArn = snapshot.optionalString('aliasArn')
  return {
    stateMachineArn,
    stateMachineName: snapshot.string('stateMachineName'),
    flow,
    definition,
    type: snapshot.type('type'),
    roleArn: snapshot.string('roleArn'),
    labels: generatedLabels(flow, stateMachineArn),
    ...(versionArn === undefined ? {} : { versionArn }),
    ...(aliasArn === undefined ? {} : { aliasArn }),
  }
}

function restoreExecution(snapshot: Snapshot, clock: Clock): Execution {
  const membership = snapshot.object('membership')
  const member = new Snapshot(membership)
  const execution = new Execution(
    {
      arn: snapshot.string('arn'),
      name: snapshot.string('name'),
      program: restoreProgram(snapshot.inner('program')),
      input: snapshot.string('input'),
      ...(membership === undefined
        ? {}
        : { membership: { mapRunArn: member.string('mapRunArn'), itemCount: member.number('itemCount') } }),
    },
    clock,
  )
  execution.status = snapshot.string('status') as ExecutionStatus
  execution.output = snapshot.optionalString('output')
  execution.error = snapshot.optionalString('error')
  execution.cause = snapshot.optionalString('cause')
  execution.startDate = snapshot.number('startDate')
  execution.stopDate = snapshot.optionalNumber('stopDate')
  execution.redriveCount = snapshot.number('redriveCount')
  execution.redriveDate = snapshot.optionalNumber('redriveDate')
  execution.traceHeader = snapshot.optionalString('traceHeader')
  execution.redriveTokens = snapshot.list('redriveTokens').filter((token) => typeof token === 'string')
  execution.progress = restoreProgress(snapshot.object('progress') ?? {})
  return execution
}

function restoreProgress(value: JsonObject): Progress {
  // Written from this very type; only the gaps of `children` come back as null.
  const progress = value as unknown as Progress
  if (progress.children === undefined) return progress
  const children = progress.children.map((child) =>
    child ? restoreProgress(child as unknown as JsonObject) : undefined,
  )
  return { ...progress, children }
}

function restoreMapRun(snapshot: Snapshot, spill: SpillDirectory): MapRun {
  const id = snapshot.string('id')
  const mapRun = new MapRun({
    id,
    arn: snapshot.string('arn'),
    label: snapshot.string('label'),
    executionArn: snapshot.string('executionArn'),
    program: restoreProgram(snapshot.inner('program')),
    startDate: snapshot.number('startDate'),
    inputs: new TextStore(spill, `${id}-inputs`),
    outputs: new TextStore(spill, `${id}-outputs`),
  })
  mapRun.stopDate = snapshot.optionalNumber('stopDate')
  mapRun.status = snapshot.string('status') as MapRunStatus
  mapRun.error = snapshot.optionalString('error')
  mapRun.cause = snapshot.optionalString('cause')
  mapRun.redriveCount = snapshot.number('redriveCount')
  mapRun.redriveDate = snapshot.optionalNumber('redriveDate')
  mapRun.maxConcurrency = snapshot.number('maxConcurrency')
  mapRun.tolerance.count = snapshot.inner('tolerance').optionalNumber('count')
  mapRun.tolerance.percentage = snapshot.inner('tolerance').optionalNumber('percentage')
  mapRun.succeededFiles.push(...snapshot.list('succeededFiles').map((file) => ({ ...Object(file) })))
  mapRun.wasRead = snapshot.boolean('wasRead')
  mapRun.hasWritten = snapshot.boolean('resultsWritten')
  return mapRun
}

function restoreChild(snapshot: Snapshot, registry: Registry, executions: ReadonlyMap<string, Execution>): void {
  const mapRun = registry.find(String(Reflect.get(snapshot, 'mapRunArn')))
  if (mapRun === undefined || !mapRun.wasRead) return
  const itemCount = snapshot.number('itemCount')
  const child = mapRun.addChild(snapshot.string('input'), itemCount)
  const execution = executions.get(snapshot.string('executionArn'))
  child.execution = execution
  const status = snapshot.string('status') as ChildStatus
  // What was running goes on from where it stood, or starts afresh.
  if (status !== 'RUNNING') mapRun.setStatus(child, status)
  child.name = snapshot.optionalString('name')
  child.startDate = snapshot.optionalNumber('startDate')
  child.stopDate = snapshot.optionalNumber('stopDate')
  child.error = snapshot.optionalString('error')
  child.cause = snapshot.optionalString('cause')
  child.redriveCount = snapshot.number('redriveCount')
  child.isExported = snapshot.boolean('isExported')
  const output = snapshot.optionalString('output')
  if (output !== undefined) child.output = mapRun.outputs.add(output)
  if (!mapRun.hasWritten) return
  mapRun.itemCounts.resultsWritten += itemCount
  mapRun.executionCounts.resultsWritten += 1
}
