import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js'
import type { Construct } from 'constructs'

export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

export interface AlarmProps {
  readonly name: string
  /** What happened and what to do, for whoever is woken by it. */
  readonly description: string
  readonly topicArn: string
  /** One metric, or several whose values are added up. */
  readonly metrics: readonly [Metric, ...Metric[]]
  readonly statistic: 'Sum' | 'Maximum' | 'Minimum' | 'Average'
  /** Seconds. */
  readonly period: number
  /** Periods in a row that must break the threshold. */
  readonly periods: number
  readonly when: 'above' | 'below'
  readonly threshold: number
  /** `bad` where silence itself is the problem. */
  readonly silence: 'good' | 'bad'
}

/**
 * An alarm that tells the alerts topic when it starts and when it ends.
 *
 * @example
 * alarm(this, 'errors', {
 *   name: named(config, 'errors'), description: 'Workers fail. Their log groups say why.', topicArn,
 *   metrics: [{ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: load.functionName } }],
 *   statistic: 'Sum', period: 300, periods: 1, when: 'above', threshold: 0, silence: 'good',
 * })
 */
export function alarm(scope: Construct, id: string, props: AlarmProps): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: props.description,
    alarmActions: [props.topicArn],
    okActions: [props.topicArn],
    evaluationPeriods: props.periods,
    comparisonOperator: props.when === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    threshold: props.threshold,
    treatMissingData: props.silence === 'bad' ? 'breaching' : 'notBreaching',
    ...source(props),
  })
}

function source(props: AlarmProps): Partial<CloudwatchMetricAlarmConfig> {
  const [only, ...others] = props.metrics
  if (others.length === 0) {
    return {
      namespace: only.namespace,
      metricName: only.name,
      dimensions: only.dimensions,
      statistic: props.statistic,
      period: props.period,
    }
  }
  const parts = props.metrics.map((metric, index) => ({
    id: `m${index}`,
    metric: {
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metric.dimensions,
      stat: props.statistic,
      period: props.period,
    },
  }))
  return { metricQuery: [{ id: 'total', expression: 'SUM(METRICS())', label: props.name, returnData: true }, ...parts] }
}
