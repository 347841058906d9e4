import type { StateMachineName } from '@hourglass/contracts/names'
import { forEachWorker, WORKER_NAMES, WORKERS, type WorkerName } from '@hourglass/contracts/workers'
import type { Construct } from 'constructs'
import { FailureAlerts } from '../constructs/failure-alerts.ts'
import { HourlySchedule } from '../constructs/hourly-schedule.ts'
import { SecureBucket } from '../constructs/secure-bucket.ts'
import { StateMachine } from '../constructs/state-machine.ts'
import { Worker } from '../constructs/worker.ts'
import type { BundleName } from '../bundle-sources.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { type DefinitionAccess, definitionStatements } from '../iam/definition-statements.ts'
import { type WorkerAccess, workerStatements } from '../iam/worker-statements.ts'
import { dataBucketName, functionArn } from '../resource-names.ts'
import type { Definition } from '../state-machines/asl.ts'
import { buildModel } from '../state-machines/build-model.ts'
import { hourlySync } from '../state-machines/hourly-sync.ts'
import { syncTable } from '../state-machines/sync-table.ts'
import { settingNames, settingValues, workerEnvironment } from '../worker-environment.ts'
import type { KeyValues } from './bootstrap-stack.ts'
import type { DataValues } from './data-stack.ts'
import { EnvironmentStack } from './environment-stack.ts'
import type { NetworkValues } from './network-stack.ts'

export interface PipelineProps {
  readonly network: NetworkValues
  readonly keys: KeyValues
  readonly data: DataValues
  /** Zip bytes by function. */
  readonly bundles: ReadonlyMap<BundleName, Buffer>
  /** Folder that keeps the zips until the app is synthesized; absolute. */
  readonly scratch: string
}

/** What the other stacks take from the pipeline. */
export interface PipelineValues {
  readonly topicArn: string
  readonly deadLetterQueues: readonly { readonly id: string; readonly name: string }[]
  /** Log group with one line per current table. */
  readonly finishLogGroup: string
}

/** Days that plans, parts and reports stay. Above the 14 days in which an execution can be redriven. */
const KEEP_RUNS_DAYS = 30
const KEEP_OLD_VERSIONS_DAYS = 7

/** Bucket, workers, the three state machines, schedule and alerts. */
export class PipelineStack extends EnvironmentStack {
  readonly values: PipelineValues

  constructor(scope: Construct, config: EnvironmentConfig, props: PipelineProps) {
    super(scope, 'pipeline', config)
    const { keys, data } = props
    const bucket = new SecureBucket(this, 'data', {
      name: dataBucketName(config),
      kmsKeyArn: data.dataKeyArn,
      expireAfterDays: KEEP_RUNS_DAYS,
      keepOldVersionsDays: KEEP_OLD_VERSIONS_DAYS,
      protect: config.protect,
    })
    const workers = this.workers(props, bucket)
    const machines = this.machines(props, workers, bucket)
    const schedule = new HourlySchedule(this, 'hourly', {
      config,
      stateMachineArn: machines.run.arn,
      kmsKeyArn: keys.operationsKeyArn,
    })
    const alerts = new FailureAlerts(this, 'alerts', {
      config,
      stateMachineArns: [machines.run.arn, machines.table.arn, machines.model.arn],
      kmsKeyArn: keys.operationsKeyArn,
    })
    this.values = {
      topicArn: alerts.topicArn,
      deadLetterQueues: [
        { id: 'schedule', name: schedule.deadLetters.name },
        { id: 'alerts', name: alerts.deadLetters.name },
      ],
      finishLogGroup: workers.finish.logGroup,
    }
  }

  private workers(props: PipelineProps, bucket: SecureBucket): Workers {
    const { config } = this
    const values = settingValues(config, props.data, bucket.name)
    const make = (name: WorkerName): Worker => {
      const bundle = props.bundles.get(name)
      if (bundle === undefined) throw new Error(`there is no bundle for worker "${name}"`)
      return new Worker(this, {
        description: WORKERS[name].description,
        memory: WORKERS[name].memory,
        timeout: WORKERS[name].timeout,
        config,
        name,
        bundle,
        scratch: props.scratch,
        environment: workerEnvironment(name, values),
        statements: workerStatements(name, workerAccess(name, config, props.data, bucket)),
        subnetIds: props.network.workerSubnetIds,
        securityGroupIds: [props.network.workersSecurityGroupId],
        logsKeyArn: props.keys.operationsKeyArn,
        reservedConcurrency: config.concurrency.reserved[name],
      })
    }
    return forEachWorker(make)
  }

  /** The machines; the role of each allows what its definition does. */
  private machines({ keys, data }: PipelineProps, workers: Workers, bucket: SecureBucket) {
    const { config } = this
    const functions = new Map(WORKER_NAMES.map((name) => [workers[name].functionArn, functionArn(config, name)]))
    const make = (name: StateMachineName, definition: Definition, access: Partial<DefinitionAccess>) =>
      new StateMachine(this, {
        config,
        name,
        definition,
        logsKeyArn: keys.operationsKeyArn,
        statements: definitionStatements(definition, { config, machine: name, functions, ...access }),
      })
    const files = (items: Readonly<Record<string, string>>) => ({
      files: { bucketArn: bucket.arn, keyArn: data.dataKeyArn, items, results: 'runs/*/results/*' },
    })
    const ofTable = files({ Extract: 'runs/*/chunks.json', Load: 'runs/*/manifest.json' })
    const ofRun = files({ SyncSmall: 'runs/*/tables.json', SyncLarge: 'runs/*/tables.json' })
    const table = make('sync-table', syncTable({ workers }), ofTable)
    const model = make('build-model', buildModel({ workers }), {})
    const started = { syncTableArn: table.arn, buildModelArn: model.arn }
    const run = make('hourly-sync', hourlySync({ workers, ...started }), {
      ...ofRun,
      machines: new Map<string, StateMachineName>([
        [table.arn, 'sync-table'],
        [model.arn, 'build-model'],
      ]),
    })
    return { table, model, run }
  }
}

type Workers = Readonly<Record<WorkerName, Worker>>

/** The secrets that a worker's settings name, with their keys, and the bucket. */
function workerAccess(
  worker: WorkerName,
  config: EnvironmentConfig,
  data: DataValues,
  bucket: SecureBucket,
): WorkerAccess {
  const names = settingNames(worker)
  const secrets = [
    ...(names.includes('mysqlSecretArn') ? [data.source] : []),
    ...(names.includes('postgresSecretArn') ? [data.target] : []),
    ...(names.includes('maskSecretArn') ? [{ secretArn: data.maskSecretArn, secretKeyArn: data.dataKeyArn }] : []),
  ]
  return {
    loadWith: config.loadWith,
    bucketArn: bucket.arn,
    bucketKeyArn: data.dataKeyArn,
    secretArns: secrets.map((secret) => secret.secretArn),
    secretKeyArns: secrets.flatMap((secret) => (secret.secretKeyArn === undefined ? [] : [secret.secretKeyArn])),
  }
}
