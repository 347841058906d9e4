import { INCOMPLETE, TABLES_FAILED } from '@hourglass/contracts/error-names'
import { buildModelInput, syncTableInput } from '@hourglass/contracts/steps'
import type { Definition, InlineMapState, MapState, StateGraph } from './asl.ts'
import { distributedMap } from './distributed-map.ts'
import { fieldByField } from './field-by-field.ts'
import { workerTask } from './worker-task.ts'

/** A worker as a machine sees it. */
export interface WorkerTarget {
  /** ARN with a version. */
  readonly functionArn: string
  readonly timeoutSeconds: number
}

export interface HourlySyncProps {
  readonly workers: Readonly<Record<'plan-run' | 'finish', WorkerTarget>>
  /** ARN of the `sync-table` machine. */
  readonly syncTableArn: string
  /** ARN of the `build-model` machine. */
  readonly buildModelArn: string
}

/** Seconds. Below the hour, so that a run that hangs has failed before the run after the next one starts. */
const HOURLY_SYNC_TIMEOUT = 3300

/**
 * `hourly-sync`: plan the run, sync its tables in two lanes, build its models wave by wave, report.
 *
 * The state is `{plan}` after PlanRun, `{plan, lanes}` after the Parallel and `{plan, lanes, models}` after the models:
 * the event of `finish` as it is. A failed table or model fails its own child only (100 % tolerated); Finish reads the Map Runs' manifests and AnyFailed fails
 * the run, so that a run with a failed table is a failed run.
 */
export function hourlySync(props: HourlySyncProps): Definition {
  return {
    Comment: 'One run: all tables of the catalog, small ones wide, large ones narrow; then the models made of them.',
    TimeoutSeconds: HOURLY_SYNC_TIMEOUT,
    StartAt: 'PlanRun',
    States: {
      PlanRun: workerTask({
        ...props.workers['plan-run'],
        comment: 'Takes the lease of this hour, lists the tables, budgets the connections.',
        payload: {
          'run.$': '$$.Execution.Name',
          'executionArn.$': '$$.Execution.Id',
          'input.$': '$$.Execution.Input',
        },
        result: { selector: { 'plan.$': '$.Payload' } },
        next: { Next: 'AnythingToDo?' },
      }),
      'AnythingToDo?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.plan.skipped', IsPresent: true, Next: 'Skipped' }],
        Default: 'SyncTables',
      },
      Skipped: { Type: 'Succeed', Comment: 'Another execution holds the lease of this hour.', OutputPath: '$.plan' },
      SyncTables: {
        Type: 'Parallel',
        Branches: [lane('SyncSmall', 'small', props), lane('SyncLarge', 'large', props)],
        ResultPath: '$.lanes',
        Next: 'BuildModels',
      },
      BuildModels: waves(props),
      Finish: workerTask({
        ...props.workers.finish,
        comment: 'Reads what the Map Runs left in S3, writes the report.',
        result: 'overwrite',
        next: { Next: 'AnyFailed?' },
      }),
      'AnyFailed?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$.failed', NumericGreaterThan: 0, Next: 'TablesFailed' },
          { Variable: '$.incomplete', NumericGreaterThan: 0, Next: 'Incomplete' },
        ],
        Default: 'Done',
      },
      TablesFailed: { Type: 'Fail', Error: TABLES_FAILED, CausePath: '$.summary' },
      // Live, and not complete: green would hide it.
      Incomplete: { Type: 'Fail', Error: INCOMPLETE, CausePath: '$.summary' },
      Done: { Type: 'Succeed' },
    },
  }
}

function lane(label: string, name: 'small' | 'large', props: HourlySyncProps): StateGraph {
  const map: MapState = distributedMap({
    label,
    comment: `The ${name} tables, each as an execution of sync-table.`,
    children: 'STANDARD',
    items: {
      from: 'json',
      at: { bucketPath: '$.plan.tables.bucket', keyPath: '$.plan.tables.key' },
      pointer: `/${name}`,
    },
    maxConcurrency: { path: `$.plan.maxConcurrency.${name}` },
    tolerated: { percentage: 100 },
    writer: { to: { bucketPath: '$.plan.results.bucket', prefixPath: `$.plan.results.${name}` } },
    child: startOne(`${label}Table`, props.syncTableArn, Object.keys(syncTableInput.shape)),
    result: 'overwrite',
    next: { End: true },
  })
  return { StartAt: label, States: { [label]: map } }
}

/** A wave reads what the waves before it have made, so one comes after the other; inside a wave all at once. */
function waves(props: HourlySyncProps): InlineMapState {
  const wave = distributedMap({
    label: 'BuildWave',
    comment: 'Models that read only tables and models of earlier waves, each as an execution of build-model.',
    children: 'STANDARD',
    items: { from: 'input', path: '$.models' },
    maxConcurrency: { path: '$.maxConcurrency' },
    tolerated: { percentage: 100 },
    writer: { to: { bucketPath: '$.results.bucket', prefixPath: '$.results.models' } },
    child: startOne('BuildOneModel', props.buildModelArn, Object.keys(buildModelInput.shape)),
    result: 'overwrite',
    next: { End: true },
  })
  return {
    Type: 'Map',
    Comment: 'Models, after all tables have ended, whatever their end: each is made of what is published.',
    ItemsPath: '$.plan.waves',
    ItemSelector: {
      'models.$': '$$.Map.Item.Value',
      'results.$': '$.plan.results',
      'maxConcurrency.$': '$.plan.maxConcurrency.models',
    },
    MaxConcurrency: 1,
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'BuildWave', States: { BuildWave: wave } },
    ResultPath: '$.models',
    Next: 'Finish',
  }
}

/**
 * The name carries the redrive count of the child: a redriven child starts its machine anew, and Step Functions keeps
 * the name of an ended execution for 90 days.
 */
function startOne(name: string, machineArn: string, inputFields: readonly string[]): StateGraph {
  return {
    StartAt: name,
    States: {
      [name]: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Parameters: {
          StateMachineArn: machineArn,
          'Name.$': "States.Format('{}-{}', $.execution, $$.Execution.RedriveCount)",
          Input: {
            ...fieldByField(inputFields, '$.input'),
            'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$': '$$.Execution.Id',
          },
        },
        ResultSelector: { 'execution.$': '$.ExecutionArn', 'outcome.$': '$.Output' },
        TimeoutSeconds: HOURLY_SYNC_TIMEOUT,
        End: true,
      },
    },
  }
}
