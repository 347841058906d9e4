import type { StateMachineName } from '@hourglass/contracts/names'
import type { EnvironmentConfig } from '../environments/config.ts'
import { DefinitionError } from '../errors.ts'
import { bucketArn } from '../resource-names.ts'
import { allStates, type PlacedState } from '../state-machines/all-states.ts'
import type { Definition, MapState, State, TaskState } from '../state-machines/asl.ts'
import {
  distributedMapStatements,
  invokeStatements,
  itemStatements,
  resultStatements,
  startExecutionStatements,
  startExecutionSyncStatements,
} from './state-machine-statements.ts'
import type { Statement } from './statement.ts'

/** What a definition cannot say itself. */
export interface DefinitionAccess {
  readonly config: EnvironmentConfig
  /** The machine that the definition is for. */
  readonly machine: StateMachineName
  /** ARN that a task calls (with a version) -> ARN of the function without. */
  readonly functions: ReadonlyMap<string, string>
  /** ARN that a task starts -> name of the machine. */
  readonly machines?: ReadonlyMap<string, StateMachineName>
  /** Where the files of Maps lie that take them by path. */
  readonly files?: {
    readonly bucketArn: string
    readonly keyArn: string
    /** Label of a Map -> pattern of the keys that it reads its items from. */
    readonly items: Readonly<Record<string, string>>
    /** Pattern of the keys that Maps write their results to. */
    readonly results: string
  }
}

/** What the states of one definition need, in sets, because several states need the same. */
interface Needs {
  readonly functions: Set<string>
  readonly watched: Set<StateMachineName>
  readonly started: Set<StateMachineName>
  /** Objects that are read, and whether results are written. */
  readonly items: Set<string>
  readonly listed: Set<string>
  readonly results: Set<string>
  distributed: boolean
}

/**
 * The statements that the role of a machine needs: each state brings its own, so a state that is added or goes takes
 * its rights with it. Reference: Step Functions developer guide, "IAM policies for integrated services".
 *
 * @example
 * const definition = syncTable({ workers })
 * const statements = definitionStatements(definition, { config, machine: 'sync-table', functions, files })
 * @throws DefinitionError naming every state whose rights cannot be told
 */
export function definitionStatements(definition: Definition, access: DefinitionAccess): Statement[] {
  const needs: Needs = {
    functions: new Set(),
    watched: new Set(),
    started: new Set(),
    items: new Set(),
    listed: new Set(),
    results: new Set(),
    distributed: false,
  }
  const problems = allStates(definition).flatMap(({ path, state }: PlacedState) => {
    const found =
      state.Type === 'Task' ? addTask(state, access, needs) : isDistributed(state) ? addMap(state, access, needs) : []
    return found.map((problem) => `${path} ${problem}`)
  })
  if (problems.length > 0) throw new DefinitionError(`the role of "${access.machine}"`, problems)
  return [
    ...(needs.functions.size > 0 ? invokeStatements([...needs.functions]) : []),
    ...(needs.distributed ? distributedMapStatements(access.config, access.machine) : []),
    ...(needs.started.size > 0 ? startExecutionStatements(access.config, [...needs.started]) : []),
    ...(needs.watched.size > 0 ? startExecutionSyncStatements(access.config, [...needs.watched]) : []),
    ...itemStatements([...needs.items], [...needs.listed]),
    ...resultStatements([...needs.results]),
    ...keyStatements(access, needs),
  ]
}

const START = 'arn:aws:states:::states:startExecution'

function addTask(
  { Resource: resource, Parameters: given }: TaskState,
  access: DefinitionAccess,
  needs: Needs,
): string[] {
  if (resource === 'arn:aws:states:::lambda:invoke') {
    const functionArn = lookUp(access.functions, given['FunctionName'])
    if (functionArn === undefined) return ['calls a function that is not among the functions given']
    needs.functions.add(functionArn)
    return []
  }
  if (![START, `${START}.sync`, `${START}.sync:2`].includes(resource)) {
    return [`uses ${resource}, for which no statements are known`]
  }
  const machine = lookUp(access.machines, given['StateMachineArn'])
  if (machine === undefined) return ['starts a machine that is not among the machines given']
  const needed = resource === START ? needs.started : needs.watched
  needed.add(machine)
  return []
}

function lookUp<Found>(known: ReadonlyMap<string, Found> | undefined, arn: unknown): Found | undefined {
  return typeof arn === 'string' ? known?.get(arn) : undefined
}

function isDistributed(state: State): state is MapState {
  return state.Type === 'Map' && state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED'
}

function addMap(state: MapState, access: DefinitionAccess, needs: Needs): string[] {
  needs.distributed = true
  return [...addItems(state, access, needs), ...addResults(state, access, needs)]
}

function addItems(
  { ItemReader: reader, Label: label }: MapState,
  { files, config }: DefinitionAccess,
  needs: Needs,
): string[] {
  if (!reader) return []
  const { Bucket: bucket, Key: key, Prefix: prefix } = reader.Parameters
  if (typeof bucket === 'string' && typeof key === 'string') {
    needs.items.add(`${bucketArn(config, bucket)}/${key}`)
    return []
  }
  if (typeof bucket === 'string') {
    needs.listed.add(`${bucketArn(config, bucket)}/${typeof prefix === 'string' ? prefix : ''}`)
    return []
  }
  const pattern = files?.items[label]
  if (files === undefined || pattern === undefined)
    return ['reads its items by path: say in files.items from which keys']
  needs.items.add(`${files.bucketArn}/${pattern}`)
  return []
}

function addResults({ ResultWriter: writer }: MapState, { files, config }: DefinitionAccess, needs: Needs): string[] {
  const place = writer?.Parameters
  if (!place) return []
  const { Bucket: bucket, Prefix: prefix } = place
  if (typeof bucket === 'string' && typeof prefix === 'string') {
    needs.results.add(`${bucketArn(config, bucket)}/${prefix}/*`)
    return []
  }
  if (files === undefined) return ['writes its results by path: say in files.results to which keys']
  needs.results.add(`${files.bucketArn}/${files.results}`)
  return []
}

/** The bucket's key is needed for what lies in it. */
function keyStatements({ files }: DefinitionAccess, needs: Needs): Statement[] {
  const reads = needs.items.size > 0
  const writes = needs.results.size > 0
  if (files === undefined || (!reads && !writes)) return []
  // Results that are written in several pieces are decrypted once more.
  const actions = [...(writes ? ['kms:GenerateDataKey'] : []), 'kms:Decrypt']
  return [{ sid: 'UseBucketKey', actions, resources: [files.keyArn] }]
}
