import type { StateMachineName } from '@hourglass/contracts/names'
import { WORKER_NAMES } from '@hourglass/contracts/workers'
import type { EnvironmentConfig } from './environments/config.ts'
import { metricNamespace, TABLE_CURRENT_METRIC } from './metrics.ts'
import { functionName, stateMachineArn } from './resource-names.ts'
import type { WatchedInstance } from './stacks/data-stack.ts'

type MetricRow = readonly string[]

interface Graph {
  readonly title: string
  readonly stat: string
  readonly metrics: readonly MetricRow[]
}

const WIDTH = 12
const HEIGHT = 6

/**
 * The dashboard as CloudWatch takes it: two graphs a row.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(
  config: EnvironmentConfig,
  instances: readonly WatchedInstance[],
  tables: readonly string[],
): string {
  const graphs = [...runGraphs(config), ...workerGraphs(config), ...databaseGraphs(instances)]
  if (tables.length > 0) graphs.push(freshnessGraph(config, tables))
  return JSON.stringify({
    widgets: graphs.map((graph, index) => ({
      type: 'metric',
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: { region: config.region, view: 'timeSeries', period: 300, ...graph },
    })),
  })
}

function runGraphs(config: EnvironmentConfig): Graph[] {
  const row = (machine: StateMachineName, metric: string): MetricRow => [
    'AWS/States',
    metric,
    'StateMachineArn',
    stateMachineArn(config, machine),
  ]
  const ends = ['ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']
  return [
    { title: 'Runs', stat: 'Sum', metrics: ends.map((metric) => row('hourly-sync', metric)) },
    { title: 'Tables', stat: 'Sum', metrics: ends.map((metric) => row('sync-table', metric)) },
    { title: 'Models', stat: 'Sum', metrics: ends.map((metric) => row('build-model', metric)) },
    { title: 'Time of a run (ms)', stat: 'Maximum', metrics: [row('hourly-sync', 'ExecutionTime')] },
    { title: 'Time of a table (ms)', stat: 'p95', metrics: [row('sync-table', 'ExecutionTime')] },
    { title: 'Time of a model (ms)', stat: 'p95', metrics: [row('build-model', 'ExecutionTime')] },
  ]
}

function workerGraphs(config: EnvironmentConfig): Graph[] {
  const rows = (metric: string) =>
    WORKER_NAMES.map((worker) => ['AWS/Lambda', metric, 'FunctionName', functionName(config, worker)])
  return [
    { title: 'Workers at once', stat: 'Maximum', metrics: rows('ConcurrentExecutions') },
    { title: 'Worker errors', stat: 'Sum', metrics: rows('Errors') },
    { title: 'Worker throttles', stat: 'Sum', metrics: rows('Throttles') },
    { title: 'Worker time (ms)', stat: 'Maximum', metrics: rows('Duration') },
  ]
}

function databaseGraphs(instances: readonly WatchedInstance[]): Graph[] {
  const rows = (metric: string) =>
    instances.map((instance) => ['AWS/RDS', metric, 'DBInstanceIdentifier', instance.identifier])
  return [
    { title: 'Database connections', stat: 'Maximum', metrics: rows('DatabaseConnections') },
    { title: 'Database processor (%)', stat: 'Average', metrics: rows('CPUUtilization') },
  ]
}

function freshnessGraph(config: EnvironmentConfig, tables: readonly string[]): Graph {
  const namespace = metricNamespace(config)
  return {
    title: 'Current tables',
    stat: 'Sum',
    metrics: tables.map((table) => [namespace, TABLE_CURRENT_METRIC, 'table', table]),
  }
}
