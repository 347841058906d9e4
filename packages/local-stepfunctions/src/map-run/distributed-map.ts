import { randomUUID } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../clock/clock.ts'
import type { Authorize } from '../integrations/ports.ts'
import { processorOf } from '../language/definition.ts'
import { StateFailure, runtimeFailure } from '../language/failure.ts'
import { isObject, type Json } from '../language/json.ts'
import { Cancelled, unlessCancelled } from '../run/cancellation.ts'
import { dataLimitFailure, emit, type MapRunner, type StateVisit } from '../run/scope.ts'
import { type StateIo, stateIo } from '../run/state-io.ts'
import { itemInput, mapItems, notAnArray } from '../run/states/map.ts'
import { type SpillDirectory, TextStore } from '../store/text-store.ts'
import { Batcher, type BatchRules, batchRules } from './batcher.ts'
import { checkChildPermissions } from './child-permissions.ts'
import { ChildPool, type ExecutionRunner, type PoolOutcome } from './child-pool.ts'
import { type MapChild, MapRun } from './map-run.ts'
import { stateResult, writerPlan, type WriterPlan } from './map-results.ts'
import { OpenLimit } from './open-limit.ts'
import { type Dataset, itemsOf } from './readers/dataset.ts'
import { openDataset } from './readers/open-dataset.ts'
import { S3Source } from './readers/s3-source.ts'

/** What Distributed Maps need from the engine. */
export interface DistributedMapPorts {
  readonly clock: Clock
  readonly region: string
  readonly accountId: string
  readonly s3: S3Client | undefined
  readonly authorize: Authorize | undefined
  readonly spill: SpillDirectory
  readonly runner: ExecutionRunner
  readonly registry: MapRunRegistry
  readonly observer: MapRunObserver | undefined
  /** Share of EXPRESS children that run twice. */
  readonly expressDuplicates: number
}

/** Told of everything that a restart of the process would need. */
export interface MapRunObserver {
  mapRunChanged(mapRun: MapRun): void
  childChanged(mapRun: MapRun, child: MapChild): void
}

/** Where Map Runs are kept for the API and for redrives. */
export interface MapRunRegistry {
  add(mapRun: MapRun): void
  find(arn: string): MapRun | undefined
}

/** Most redrives of one Map Run (service quotas). */
const MOST_REDRIVES = 1000

/** Most open Map Runs of an account; further ones wait after their MapRunStarted (service quotas). */
const MOST_OPEN = 1000

/** What a Map Run works on. */
interface SetUp {
  readonly dataset: Dataset
  readonly rules: BatchRules | undefined
}

/** Runs Distributed Map states: reads the items, runs the children, hands over the results. */
export class DistributedMaps implements MapRunner {
  private readonly ports: DistributedMapPorts
  private readonly open = new OpenLimit(MOST_OPEN)

  constructor(ports: DistributedMapPorts) {
    this.ports = ports
  }

  async runMap(visit: StateVisit): Promise<Json> {
    const io = stateIo(visit)
    const earlier = this.redrivable(visit)
    const items = earlier === undefined ? await this.beginItems(visit, io) : undefined
    const plan = await writerPlan(visit, io)
    const setUp = await this.setUp(visit, io, items)
    const mapRun = earlier ?? this.create(visit)
    if (earlier === undefined) await configure(mapRun, io)
    this.announce(visit, mapRun, earlier !== undefined)
    this.ports.observer?.mapRunChanged(mapRun)
    visit.scope.services.onProgress(visit.scope.execution)
    try {
      const result = await this.open.within(visit.scope.cancellation, () => this.work(visit, io, mapRun, setUp, plan))
      this.close(visit, mapRun, undefined)
      this.ports.observer?.mapRunChanged(mapRun)
      return result
    } catch (error) {
      this.close(visit, mapRun, error)
      this.ports.observer?.mapRunChanged(mapRun)
      throw error
    }
  }

  private async work(visit: StateVisit, io: StateIo, mapRun: MapRun, setUp: SetUp, plan: WriterPlan): Promise<Json> {
    const { cancellation, execution } = visit.scope
    await checkChildPermissions(this.ports.authorize, execution.program, mapRun)
    if (!mapRun.wasRead) await unlessCancelled(cancellation, this.read(visit, io, mapRun, setUp))
    const outcome = await this.runChildren(visit, mapRun)
    return unlessCancelled(cancellation, this.results(visit, mapRun, plan, outcome))
  }

  /** The Map Run that a redrive continues; a new one follows on States.DataLimitExceeded and States.Runtime. */
  private redrivable(visit: StateVisit): MapRun | undefined {
    const arn = visit.scope.progress.mapRunArn
    const mapRun = arn === undefined ? undefined : this.ports.registry.find(arn)
    return mapRun?.error === 'States.DataLimitExceeded' || mapRun?.error === 'States.Runtime' ? undefined : mapRun
  }

  /** The dataset of a Map without ItemReader, and the MapStateStarted event, which shows its length. */
  private async beginItems(visit: StateVisit, io: StateIo): Promise<Json | undefined> {
    const items = visit.state.ItemReader === undefined ? await mapItems(visit, io) : undefined
    if (items !== undefined && !Array.isArray(items) && !isObject(items)) throw notAnArray(visit, items)
    const length = items === undefined ? 0 : Array.isArray(items) ? items.length : Object.keys(items).length
    emit(visit.scope, 'MapStateStarted', 'mapStateStartedEventDetails', { length })
    return items
  }

  private async setUp(visit: StateVisit, io: StateIo, items: Json | undefined): Promise<SetUp> {
    const { ItemBatcher, ItemReader } = visit.state
    const rules = ItemBatcher === undefined ? undefined : await batchRules(ItemBatcher, io)
    if (ItemReader !== undefined) return { dataset: await openDataset(ItemReader, io, this.source(visit)), rules }
    const list = items ?? (await mapItems(visit, io))
    if (!Array.isArray(list) && !isObject(list)) throw notAnArray(visit, list)
    const dataset: Dataset = {
      source: 'STATE_DATA',
      items: async function* () {
        yield* itemsOf(list)
      },
    }
    return { dataset, rules }
  }

  private source(visit: StateVisit): S3Source {
    const { s3, clock, authorize } = this.ports
    if (s3 === undefined)
      throw runtimeFailure(
        'This engine was created without "s3"; pass an S3Client to createEngine to use an ItemReader.',
      )
    return new S3Source({ s3, clock, authorize, roleArn: visit.scope.execution.program.roleArn })
  }

  private create(visit: StateVisit): MapRun {
    const { execution } = visit.scope
    const { program } = execution
    const flow = processorOf(visit.state)
    const label = visit.state.Label ?? program.labels.get(visit.state) ?? randomUUID()
    const id = randomUUID()
    const { region, accountId, spill, clock } = this.ports
    const mapRun = new MapRun({
      id,
      label,
      arn: `arn:aws:states:${region}:${accountId}:mapRun:${program.stateMachineName}/${label}:${id}`,
      executionArn: execution.arn,
      program: {
        stateMachineArn: `arn:aws:states:${region}:${accountId}:stateMachine:${program.stateMachineName}/${label}`,
        stateMachineName: program.stateMachineName,
        flow,
        definition: JSON.stringify(flow),
        type: flow.ProcessorConfig?.ExecutionType ?? 'STANDARD',
        roleArn: program.roleArn,
        labels: program.labels,
      },
      startDate: clock.now(),
      inputs: new TextStore(spill, `${id}-inputs`),
      outputs: new TextStore(spill, `${id}-outputs`),
    })
    return mapRun
  }

  private announce(visit: StateVisit, mapRun: MapRun, isRedrive: boolean): void {
    const { scope } = visit
    if (!isRedrive) {
      this.ports.registry.add(mapRun)
      scope.progress.mapRunArn = mapRun.arn
      emit(scope, 'MapRunStarted', 'mapRunStartedEventDetails', { mapRunArn: mapRun.arn })
      return
    }
    // Still RUNNING: the process was restarted, and the Map Run goes on.
    if (mapRun.status === 'RUNNING') return
    if (mapRun.redriveCount >= MOST_REDRIVES)
      throw runtimeFailure(`The Map Run was redriven ${MOST_REDRIVES} times, which is the most there can be.`)
    mapRun.redriveCount += 1
    mapRun.hasWritten = false
    mapRun.redriveDate = this.ports.clock.now()
    mapRun.status = 'RUNNING'
    mapRun.stopDate = undefined
    mapRun.error = undefined
    mapRun.cause = undefined
    for (const counts of [mapRun.itemCounts, mapRun.executionCounts]) {
      counts.resultsWritten = 0
      counts.failuresNotRedrivable = 0
    }
    for (const child of mapRun.children) {
      if (child.status === 'SUCCEEDED' || child.status === 'PENDING') continue
      mapRun.setStatus(child, 'PENDING_REDRIVE')
      this.ports.observer?.childChanged(mapRun, child)
    }
    emit(scope, 'MapRunRedriven', 'mapRunRedrivenEventDetails', {
      mapRunArn: mapRun.arn,
      redriveCount: mapRun.redriveCount,
    })
  }

  private async read(visit: StateVisit, io: StateIo, mapRun: MapRun, { dataset, rules }: SetUp): Promise<void> {
    const batcher = new Batcher(rules, (input, itemCount) => mapRun.addChild(input, itemCount))
    try {
      let index = 0
      for await (const { value, key, source = dataset.source } of dataset.items()) {
        const item = { Index: index, Value: value, Source: source, ...(key === undefined ? {} : { Key: key }) }
        batcher.add(await itemInput(visit, io, item))
        index += 1
        if (index % 1000 === 0) visit.scope.cancellation.check()
      }
      batcher.flush()
    } catch (error) {
      mapRun.clearChildren()
      throw error
    }
    mapRun.wasRead = true
    const { observer } = this.ports
    observer?.mapRunChanged(mapRun)
    if (observer !== undefined) for (const child of mapRun.children) observer.childChanged(mapRun, child)
  }

  private runChildren(visit: StateVisit, mapRun: MapRun): Promise<PoolOutcome> {
    const { runner, clock, observer, expressDuplicates } = this.ports
    return new ChildPool({
      duplicates: mapRun.type === 'EXPRESS' ? expressDuplicates : 0,
      onChange: (child) => observer?.childChanged(mapRun, child),
      mapRun,
      runner,
      clock,
      cancellation: visit.scope.cancellation,
      keepOutputs: true,
    }).run()
  }

  private async results(visit: StateVisit, mapRun: MapRun, plan: WriterPlan, outcome: PoolOutcome): Promise<Json> {
    if (outcome === 'stopped') visit.scope.cancellation.check()
    const { s3, clock, authorize, spill } = this.ports
    const result = await stateResult(mapRun, plan, outcome, { s3, clock, authorize, spill })
    mapRun.hasWritten = true
    mapRun.itemCounts.resultsWritten = mapRun.itemCounts.total
    mapRun.executionCounts.resultsWritten = mapRun.executionCounts.total
    if (outcome === 'over-tolerance') {
      throw new StateFailure(
        'States.ExceedToleratedFailureThreshold',
        'The specified tolerated failure threshold was exceeded',
      )
    }
    if (result === undefined) throw dataLimitFailure(visit.name, false)
    return result
  }

  private close(visit: StateVisit, mapRun: MapRun, error: unknown): void {
    if (error instanceof Cancelled && error.reason.kind === 'shutdown') return
    mapRun.stopDate = this.ports.clock.now()
    if (error instanceof Cancelled) {
      mapRun.status = 'ABORTED'
      return
    }
    if (error === undefined) {
      mapRun.status = 'SUCCEEDED'
      const started = visit.scope.progress.lastEventId
      const succeeded = emit(visit.scope, 'MapRunSucceeded')
      emit(visit.scope, 'MapStateSucceeded')
      visit.scope.progress.lastEventId = succeeded > started ? succeeded : started
      return
    }
    const failure =
      error instanceof StateFailure ? error : runtimeFailure(error instanceof Error ? error.message : 'unknown')
    mapRun.status = 'FAILED'
    mapRun.error = failure.error
    mapRun.cause = failure.causeText
    const details = { error: failure.error ?? '', cause: failure.causeText ?? '' }
    emit(visit.scope, 'MapRunFailed', 'mapRunFailedEventDetails', details)
  }
}

async function configure(mapRun: MapRun, io: StateIo): Promise<void> {
  mapRun.maxConcurrency = (await io.integer('MaxConcurrency')) ?? 0
  if (mapRun.maxConcurrency < 0) throw runtimeFailure('MaxConcurrency cannot be negative.')
  const count = await io.integer('ToleratedFailureCount')
  if (count !== undefined && count < 0) throw runtimeFailure('ToleratedFailureCount cannot be negative.')
  const percentage = await io.number('ToleratedFailurePercentage')
  if (percentage !== undefined && (percentage < 0 || percentage > 100))
    throw runtimeFailure('ToleratedFailurePercentage must be between 0 and 100.')
  mapRun.tolerance.count = count
  mapRun.tolerance.percentage = percentage
}
