import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { RunUsage } from './usage.ts'

/** Small stacks with round figures, written as synth writes them. @returns the folder of the stacks */
export function sampleStacks(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hourglass-cost-test-'))
  const provider = { aws: [{ region: 'us-east-1' }] }
  for (const [stack, resource] of Object.entries(RESOURCES)) {
    mkdirSync(path.join(folder, stack))
    writeFileSync(path.join(folder, stack, 'cdk.tf.json'), JSON.stringify({ provider, resource }))
  }
  return folder
}

const RESOURCES = {
  network: {
    aws_vpc_endpoint: {
      s3: { vpc_endpoint_type: 'Gateway' },
      secrets: { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b', 'c'] },
    },
    aws_nat_gateway: { one: {} },
    aws_kms_key: { operations: {} },
  },
  data: {
    aws_db_instance: {
      target: {
        engine: 'postgres',
        instance_class: 'db.t4g.medium',
        allocated_storage: 100,
        storage_type: 'gp3',
        multi_az: true,
        manage_master_user_password: true,
      },
    },
    aws_secretsmanager_secret: { mysql: {}, postgres: {} },
  },
  pipeline: {
    aws_cloudwatch_log_group: { load_logs: { name: '/aws/lambda/hourglass-dev-load', retention_in_days: 73 } },
    aws_lambda_function: {
      load: {
        function_name: 'hourglass-dev-load',
        architectures: ['arm64'],
        logging_config: { log_group: '${aws_cloudwatch_log_group.load_logs.name}' },
      },
    },
    aws_s3_bucket_lifecycle_configuration: {
      data: { rule: [{ expiration: [{ days: 66 }], noncurrent_version_expiration: [{ noncurrent_days: 7 }] }] },
    },
    aws_scheduler_schedule: { hourly: { schedule_expression: 'cron(0 * * * ? *)', state: 'ENABLED' } },
  },
  observability: {
    aws_cloudwatch_dashboard: { overview: {} },
    aws_cloudwatch_log_metric_filter: { current: { metric_transformation: { namespace: 'Hourglass/dev' } } },
    aws_cloudwatch_metric_alarm: {
      'stale-answers': { namespace: 'Hourglass/dev', metric_name: 'TableCurrent', dimensions: { table: 'answers' } },
      failed: {
        metric_query: [
          { id: 'total', expression: 'SUM(METRICS())' },
          {
            metric: {
              namespace: 'AWS/States',
              metric_name: 'ExecutionsFailed',
              dimensions: { StateMachineArn: 'runs' },
            },
          },
          {
            metric: {
              namespace: 'AWS/States',
              metric_name: 'ExecutionsFailed',
              dimensions: { StateMachineArn: 'tables' },
            },
          },
        ],
      },
    },
  },
}

/** A run with round figures. */
export const SAMPLE_USAGE: RunUsage = {
  run: '20261123T090000Z-1',
  environment: 'dev',
  startedAt: '2026-11-23T09:00:00.000Z',
  seconds: 300,
  stepFunctions: { executions: 100, transitions: 4000, expressRequests: 1000, expressGbSeconds: 600 },
  functions: {
    extract: { requests: 400, billedSeconds: 1000, gbSeconds: 1500 },
    load: { requests: 600, billedSeconds: 500, gbSeconds: 1500 },
  },
  objects: { puts: 2000, gets: 5000, bytes: 10 * 1024 ** 3 },
  logBytes: 128 * 1024 ** 2,
}
