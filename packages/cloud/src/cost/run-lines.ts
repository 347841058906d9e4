import { z } from 'zod'
import type { CostLine } from './cost-line.ts'
import { HOURS_PER_MONTH } from './stack-lines.ts'
import type { Stacks } from './stacks.ts'
import type { RunUsage } from './usage.ts'

const GB = 1024 ** 3
const DAYS_PER_MONTH = HOURS_PER_MONTH / 24

/** What one run costs. The stacks say on which processors functions run and how long objects and logs stay. */
export function runLines(usage: RunUsage, stacks: Stacks): CostLine[] {
  const { stepFunctions, objects, logBytes } = usage
  const logGb = logBytes / GB
  const lines: readonly (readonly [item: string, price: string, quantity: number])[] = [
    ['Step Functions, STANDARD', 'step-functions.transition', stepFunctions.transitions],
    ['Step Functions, EXPRESS children', 'step-functions.express.request', stepFunctions.expressRequests],
    ['Step Functions, EXPRESS time', 'step-functions.express.gb-second', stepFunctions.expressGbSeconds],
    ['Lambda, requests', 'lambda.request', sumOf(usage, 'requests')],
    [`Lambda, time (${architecture(stacks)})`, `lambda.${architecture(stacks)}.gb-second`, sumOf(usage, 'gbSeconds')],
    ['S3, writes', 's3.put', objects.puts],
    ['S3, reads', 's3.get', objects.gets],
    [
      `S3, kept for ${objectDays(stacks)} days`,
      's3.standard.gb-month',
      (objects.bytes / GB) * (objectDays(stacks) / DAYS_PER_MONTH),
    ],
    ['logs, written', 'logs.ingested.gb', logGb],
    [`logs, kept for ${logDays(stacks)} days`, 'logs.stored.gb-month', logGb * (logDays(stacks) / DAYS_PER_MONTH)],
    ['traces, at most', 'xray.trace', stepFunctions.executions],
  ]
  return lines.map(([item, price, quantity]) => ({ item, price, quantity, basis: 'run', group: 'run' }))
}

function sumOf(usage: RunUsage, field: 'requests' | 'gbSeconds'): number {
  return Object.values(usage.functions).reduce((sum, each) => sum + each[field], 0)
}

/** All workers are built for the same one; two would need a price each. */
function architecture(stacks: Stacks): string {
  const schema = z.object({ architectures: z.tuple([z.string()]).default(['x86_64']) })
  const found = stacks.of('aws_lambda_function').map(({ values }) => schema.parse(values).architectures[0])
  return z.tuple([z.string()]).parse([...new Set(found)])[0]
}

/** Days from the writing of an object until its last byte is gone: it expires, then its old version does. */
function objectDays(stacks: Stacks): number {
  const days = z.object({ days: z.number() })
  const rule = z.object({
    expiration: z.array(days).min(1),
    noncurrent_version_expiration: z.array(z.object({ noncurrent_days: z.number() })).default([]),
  })
  const bucket = stacks
    .of('aws_s3_bucket_lifecycle_configuration')
    .flatMap(({ values }) => z.object({ rule: z.array(z.unknown()) }).parse(values).rule)
    .flatMap((each) => {
      const parsed = rule.safeParse(each)
      return parsed.success ? [parsed.data] : []
    })
  return bucket.reduce(
    (longest, each) =>
      Math.max(
        longest,
        (each.expiration[0]?.days ?? 0) + (each.noncurrent_version_expiration[0]?.noncurrent_days ?? 0),
      ),
    0,
  )
}

function logDays(stacks: Stacks): number {
  const retention = z.object({ retention_in_days: z.number() })
  return Math.max(
    0,
    ...stacks.of('aws_cloudwatch_log_group').map(({ values }) => retention.parse(values).retention_in_days),
  )
}
