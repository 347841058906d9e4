import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js'
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group/index.js'
import { Construct } from 'constructs'
import { MIGRATE } from '../bundle-sources.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { type Statement, trustPolicy } from '../iam/statement.ts'
import { named } from '../resource-names.ts'
import type { DataValues } from '../stacks/data-stack.ts'
import { migrateEnvironment } from '../worker-environment.ts'
import { Role } from './role.ts'
import { Worker } from './worker.ts'

export interface MigrationProps {
  readonly config: EnvironmentConfig
  readonly data: DataValues
  /** Secrets of the administrators; without `mysql` that database is left alone. */
  readonly admins: { readonly postgres: string; readonly mysql?: string }
  readonly subnetIds: string[]
  readonly securityGroupId: string
  readonly logsKeyArn: string
  /** Zip bytes. */
  readonly bundle: Buffer | undefined
  readonly scratch: string
}

/**
 * A function inside the network that makes the workers' users, the extension and first secrets, and a schedule that runs
 * it: at once when the schedule is made, then each hour, so that a rotated secret takes effect by itself. CI may not call
 * it: it alone may read the administrators' passwords and write secrets. An alarm tells when it fails or does not run.
 */
export class Migration extends Construct {
  constructor(scope: Construct, props: MigrationProps) {
    super(scope, 'migration')
    const { config, data, admins } = props
    if (props.bundle === undefined) throw new Error(`there is no bundle for function "${MIGRATE}"`)
    const environment = migrateEnvironment(config, data, admins)
    const worker = new Worker(this, {
      config,
      name: MIGRATE,
      description: 'Run each hour: users, extension and first secrets of the databases.',
      memory: 512,
      timeout: 120,
      bundle: props.bundle,
      scratch: props.scratch,
      environment,
      statements: migrationStatements(data, admins),
      subnetIds: props.subnetIds,
      securityGroupIds: [props.securityGroupId],
      logsKeyArn: props.logsKeyArn,
      reservedConcurrency: 1,
    })
    this.schedule(config, worker, data.dataKeyArn)
  }

  /** A rate without a start date begins at once (Scheduler user guide, "Schedule types"). */
  private schedule(config: EnvironmentConfig, worker: Worker, kmsKeyArn: string): void {
    const name = named(config, MIGRATE)
    const role = new Role(this, 'schedule-role', {
      config,
      name: named(config, `${MIGRATE}-schedule`),
      description: `Runs ${name}.`,
      trust: trustPolicy('scheduler.amazonaws.com', config.account),
      statements: [{ sid: 'RunMigrate', actions: ['lambda:InvokeFunction'], resources: [worker.functionArn] }],
    })
    const group = new SchedulerScheduleGroup(this, 'group', { name: named(config, 'migrations') })
    new SchedulerSchedule(this, 'schedule', {
      name,
      groupName: group.name,
      description: 'Makes users, extension and first secrets, again and again.',
      scheduleExpression: 'rate(1 hour)',
      // The local databases have their users already, and no administrator's secret.
      state: config.name === 'local' ? 'DISABLED' : 'ENABLED',
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn,
      target: { arn: worker.functionArn, roleArn: role.arn, input: '{}' },
      dependsOn: [role.policy],
    })
  }
}

function migrationStatements(data: DataValues, admins: MigrationProps['admins']): Statement[] {
  const workers = [
    data.target.secretArn,
    data.maskSecretArn,
    ...(admins.mysql === undefined ? [] : [data.source.secretArn]),
  ]
  return [
    {
      sid: 'ReadSecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [...workers, admins.postgres, ...(admins.mysql === undefined ? [] : [admins.mysql])],
    },
    { sid: 'StoreFirstSecrets', actions: ['secretsmanager:PutSecretValue'], resources: workers },
    { sid: 'UseSecretKey', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [data.dataKeyArn] },
  ]
}
