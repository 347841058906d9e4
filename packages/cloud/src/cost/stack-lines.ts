import { z } from 'zod'
import type { CostLine } from './cost-line.ts'
import type { StackResource, Stacks } from './stacks.ts'

/** AWS's own month: 365 days of 24 hours, by twelve. */
export const HOURS_PER_MONTH = 730

const database = z.object({
  engine: z.string(),
  instance_class: z.string(),
  allocated_storage: z.number(),
  storage_type: z.string(),
  multi_az: z.boolean().default(false),
  manage_master_user_password: z.boolean().default(false),
})

const alarm = z.object({
  namespace: z.string().optional(),
  metric_name: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).default({}),
  metric_query: z
    .array(
      z.object({
        metric: z
          .object({
            namespace: z.string(),
            metric_name: z.string(),
            dimensions: z.record(z.string(), z.string()).default({}),
          })
          .optional(),
      }),
    )
    .default([]),
})
type Alarm = z.infer<typeof alarm>

/** What the stacks cost by being there, whether a run happens or not. Quantities are those of a month. */
export function stackLines(stacks: Stacks): CostLine[] {
  const databases = stacks.of('aws_db_instance').map(({ address, values }) => ({ address, ...database.parse(values) }))
  const managedSecrets = databases.filter((each) => each.manage_master_user_password).length
  const alarms = stacks.of('aws_cloudwatch_metric_alarm').map(({ values }) => alarm.parse(values))
  const counts: readonly (readonly [item: string, price: string, quantity: number])[] = [
    ['interface endpoints', 'vpc.interface-endpoint.hour', endpointZones(stacks) * HOURS_PER_MONTH],
    ['NAT gateways', 'vpc.nat-gateway.hour', stacks.of('aws_nat_gateway').length * HOURS_PER_MONTH],
    ['KMS keys', 'kms.key', stacks.of('aws_kms_key').length],
    ['secrets', 'secrets-manager.secret', stacks.of('aws_secretsmanager_secret').length + managedSecrets],
    ['alarms', 'cloudwatch.alarm-metric', sum(alarms.map((each) => metricsOf(each).length))],
    ['custom metrics', 'cloudwatch.custom-metric', customMetrics(stacks, alarms)],
    ['dashboards', 'cloudwatch.dashboard', stacks.of('aws_cloudwatch_dashboard').length],
  ]
  return [
    ...databases.flatMap(databaseLines),
    ...counts
      .filter(([, , quantity]) => quantity > 0)
      .map(([item, price, quantity]) => ({
        item,
        price,
        quantity,
        basis: 'month' as const,
        group: 'platform' as const,
      })),
  ]
}

function databaseLines(each: z.infer<typeof database> & { readonly address: string }): CostLine[] {
  const name = each.address.slice(each.address.lastIndexOf('.') + 1)
  const copies = each.multi_az ? 2 : 1
  const zones = each.multi_az ? ', two zones' : ''
  const common = { basis: 'month', group: 'databases' } as const
  return [
    {
      ...common,
      item: `${name}: ${each.engine} ${each.instance_class}${zones}`,
      price: `rds.${each.engine}.${each.instance_class}.hour`,
      quantity: copies * HOURS_PER_MONTH,
    },
    {
      ...common,
      item: `${name}: ${each.storage_type} storage${zones}`,
      price: `rds.${each.engine}.${each.storage_type}.gb-month`,
      quantity: copies * each.allocated_storage,
    },
  ]
}

function endpointZones(stacks: Stacks): number {
  const zones = ({ values }: StackResource) => z.array(z.string()).parse(values['subnet_ids']).length
  return sum(
    stacks
      .of('aws_vpc_endpoint')
      .filter(({ values }) => values['vpc_endpoint_type'] === 'Interface')
      .map(zones),
  )
}

/** An alarm on a formula is charged for each metric in it. */
function metricsOf(each: Alarm): readonly string[] {
  const parts = each.metric_query.flatMap(({ metric }) => (metric ? [metric] : []))
  const single = each.namespace === undefined ? [] : [{ ...each, metric_name: each.metric_name }]
  return [...single, ...parts].map(({ namespace, metric_name, dimensions }) =>
    JSON.stringify([namespace, metric_name, dimensions]),
  )
}

/** Metrics in the namespaces that the stacks' own log filters write to, as far as an alarm names them. */
function customMetrics(stacks: Stacks, alarms: readonly Alarm[]): number {
  const filter = z.object({ metric_transformation: z.object({ namespace: z.string() }) })
  const own = stacks
    .of('aws_cloudwatch_log_metric_filter')
    .map(({ values }) => filter.parse(values).metric_transformation.namespace)
  const metrics = new Set(alarms.flatMap(metricsOf))
  return [...metrics].filter((metric) => own.some((namespace) => metric.startsWith(`["${namespace}"`))).length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
