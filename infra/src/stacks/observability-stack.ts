import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js'
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js'
import { TABLE_CURRENT } from '@hourglass/contracts/log-lines'
import type { StateMachineName } from '@hourglass/contracts/names'
import { WORKER_NAMES } from '@hourglass/contracts/workers'
import { tableSlug } from '@hourglass/contracts/s3-keys'
import type { Construct } from 'constructs'
import { MIGRATE } from '../bundle-sources.ts'
import { type AlarmProps, alarm, type Metric } from '../constructs/alarm.ts'
import { dashboardBody } from '../dashboard.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { readSchedule, type Schedule } from '../environments/schedule-expression.ts'
import { metricNamespace, TABLE_CURRENT_METRIC } from '../metrics.ts'
import { functionName, named, stateMachineArn } from '../resource-names.ts'
import { EnvironmentStack } from './environment-stack.ts'
import type { WatchedInstance } from './data-stack.ts'
import type { PipelineValues } from './pipeline-stack.ts'

export interface ObservabilityProps {
  readonly pipeline: PipelineValues
  readonly instances: readonly WatchedInstance[]
  /** Target names of the catalog, its models included. */
  readonly tables: readonly string[]
}

const FIVE_MINUTES = 300
const HOUR = 3600
const GIB = 1024 ** 3

/** Alarms and the dashboard. One custom metric per table; everything else is a metric that AWS gives anyway. */
export class ObservabilityStack extends EnvironmentStack {
  private readonly topicArn: string

  constructor(scope: Construct, config: EnvironmentConfig, props: ObservabilityProps) {
    super(scope, 'observability', config)
    this.topicArn = props.pipeline.topicArn
    this.executionAlarms()
    this.workerAlarms()
    this.migrationAlarm()
    for (const queue of props.pipeline.deadLetterQueues) this.deadLetterAlarm(queue.id, queue.name)
    for (const instance of props.instances) this.databaseAlarms(instance)
    this.stalenessAlarms(props)
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: named(config, 'overview'),
      dashboardBody: dashboardBody(config, props.instances, props.tables),
    })
  }

  private get schedule(): Schedule {
    const read = readSchedule(this.config.schedule.expression)
    if (typeof read === 'string') throw new Error(`schedule.expression ${read}`)
    return read
  }

  private executionAlarms(): void {
    const runs = this.executions('hourly-sync')
    const tables = this.executions('sync-table')
    const models = this.executions('build-model')
    const { longestGapHours } = this.schedule
    const hours = longestGapHours + 1
    // With the schedule off nobody waits for a run.
    if (this.config.schedule.enabled) {
      this.alarm('no-run', {
        description: `No run has started for ${hours} hours. Look at the schedule, its dead letters and the role it uses.`,
        metrics: [runs('ExecutionsStarted')],
        statistic: 'Sum',
        period: HOUR,
        periods: hours,
        when: 'below',
        threshold: 1,
        silence: 'bad',
      })
    }
    const bad = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'] as const
    for (const name of bad) {
      this.alarm(kebab(name), {
        description: `A run, a table or a model ended so. \`hourglass status\` names it, \`hourglass retry\` runs it again.`,
        metrics: [runs(name), tables(name), models(name)],
        ...ANY_IN_FIVE_MINUTES,
      })
    }
    this.alarm('executions-throttled', {
      description: 'Step Functions throttles state transitions. Ask for a higher quota or lower the concurrency.',
      metrics: [runs('ExecutionThrottled'), tables('ExecutionThrottled'), models('ExecutionThrottled')],
      ...ANY_IN_FIVE_MINUTES,
    })
  }

  private workerAlarms(): void {
    const [first, ...others] = WORKER_NAMES.map((worker) => functionName(this.config, worker))
    if (first === undefined) return
    const all = (name: string): [Metric, ...Metric[]] => {
      const one = (FunctionName: string): Metric => ({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName } })
      return [one(first), ...others.map(one)]
    }
    this.alarm('worker-errors', {
      description: 'Workers fail often, more than retries are meant for. Their log groups say why.',
      metrics: all('Errors'),
      ...ANY_IN_FIVE_MINUTES,
      threshold: 10,
    })
    this.alarm('worker-throttles', {
      description: 'Workers are throttled. Compare reserved concurrency and the account quota with the budget.',
      metrics: all('Throttles'),
      ...ANY_IN_FIVE_MINUTES,
      threshold: 10,
    })
  }

  /** It runs each hour, and reports no errors where it does not run: silence is as bad as an error. */
  private migrationAlarm(): void {
    if (this.config.name === 'local') return
    this.alarm('migrate', {
      description:
        'Users and secrets of the databases could not be made ready, or nobody tried for two hours. Its log says why.',
      metrics: [{ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: named(this.config, MIGRATE) } }],
      statistic: 'Sum',
      period: 2 * HOUR,
      periods: 1,
      when: 'above',
      threshold: 0,
      silence: 'bad',
    })
  }

  private deadLetterAlarm(id: string, QueueName: string): void {
    this.alarm(`${id}-dead-letters`, {
      description: 'An event could not be delivered and waits in the queue. Read it, cure the cause, delete it.',
      metrics: [{ namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName } }],
      ...ANY_IN_FIVE_MINUTES,
      statistic: 'Maximum',
    })
  }

  private databaseAlarms(instance: WatchedInstance): void {
    const metric = (name: string): Metric => ({
      namespace: 'AWS/RDS',
      name,
      dimensions: { DBInstanceIdentifier: instance.identifier },
    })
    const often = { period: FIVE_MINUTES, periods: 3, silence: 'good' } as const
    this.alarm(`${instance.id}-storage`, {
      description: 'Less than a tenth of the allocated storage is free. Raise maxStorageGb, or look for dead staging.',
      metrics: [metric('FreeStorageSpace')],
      statistic: 'Minimum',
      ...often,
      when: 'below',
      threshold: instance.config.storageGb * GIB * 0.1,
    })
    this.alarm(`${instance.id}-cpu`, {
      description:
        'The processor has been busy for a quarter of an hour. Lower the concurrency or take a larger class.',
      metrics: [metric('CPUUtilization')],
      statistic: 'Average',
      ...often,
      when: 'above',
      threshold: 90,
    })
    this.alarm(`${instance.id}-connections`, {
      description: 'More than 80 % of the connections are in use. Lower concurrency.connectionBudget.',
      metrics: [metric('DatabaseConnections')],
      statistic: 'Maximum',
      ...often,
      when: 'above',
      threshold: Math.floor(instance.config.maxConnections * 0.8),
    })
  }

  /** `finish` logs one line per table that is current; a table without one for too long is stale. */
  private stalenessAlarms(props: ObservabilityProps): void {
    const namespace = metricNamespace(this.config)
    new CloudwatchLogMetricFilter(this, 'table-current', {
      name: named(this.config, 'table-current'),
      logGroupName: props.pipeline.finishLogGroup,
      pattern: `{ $.msg = "${TABLE_CURRENT}" }`,
      metricTransformation: { namespace, name: TABLE_CURRENT_METRIC, value: '1', dimensions: { table: '$.table' } },
    })
    if (!this.config.schedule.enabled) return
    for (const table of props.tables) {
      this.alarm(`stale-${tableSlug(table)}`, {
        description: `Table ${table} has not been complete for ${this.config.alarms.staleAfterHours} hours. Start: hourglass status --table ${table}`,
        metrics: [{ namespace, name: TABLE_CURRENT_METRIC, dimensions: { table } }],
        statistic: 'Sum',
        period: HOUR,
        periods: this.config.alarms.staleAfterHours,
        when: 'below',
        threshold: 1,
        silence: 'bad',
      })
    }
  }

  private executions(machine: StateMachineName): (name: string) => Metric {
    const dimensions = { StateMachineArn: stateMachineArn(this.config, machine) }
    return (name) => ({ namespace: 'AWS/States', name, dimensions })
  }

  private alarm(id: string, props: Omit<AlarmProps, 'name' | 'topicArn'>): void {
    alarm(this, id, { ...props, name: named(this.config, id), topicArn: this.topicArn })
  }
}

const ANY_IN_FIVE_MINUTES = {
  statistic: 'Sum',
  period: FIVE_MINUTES,
  periods: 1,
  when: 'above',
  threshold: 0,
  silence: 'good',
} as const

/** `ExecutionsTimedOut` as `executions-timed-out`. */
function kebab(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
}
