import { ENVIRONMENTS } from '@hourglass/contracts/environment'
import { WORKER_NAMES } from '@hourglass/contracts/workers'
import { z } from 'zod'
import { INSTANCE_FAMILIES, isInstanceClass } from './instance-classes.ts'
import { readSchedule } from './schedule-expression.ts'

/*
 * What may differ between environments: sizes, protection, places. The shape of the stacks never does.
 * `environments.ts` holds the values, `validate.ts` the rules that span fields.
 */

const cidr = z.cidrv4({ error: 'must be a CIDR block such as 10.20.0.0/16' })
/** A subnet is a sixteenth of it, and AWS takes subnets down to /28 and networks up to /16. */
const networkCidr = cidr.refine(
  (block) => Number(block.split('/')[1]) >= 16 && Number(block.split('/')[1]) <= 24,
  'must be a block from /16 to /24',
)
/** What CloudWatch takes: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]
const count = z.number().int().positive()

const instance = z.strictObject({
  /** RDS instance class. */
  class: z
    .string()
    .refine(
      isInstanceClass,
      `is not a class that RDS has; families: ${INSTANCE_FAMILIES.join(', ')}, e.g. db.r7g.large`,
    ),
  /** Allocated storage in GiB; it grows by itself up to `maxStorageGb`. */
  storageGb: z.number().int().min(20),
  maxStorageGb: z.number().int().min(20),
  multiZone: z.boolean(),
  /** Days that automatic backups are kept. */
  backupDays: z.number().int().min(1).max(35),
  /** `max_connections` of the server, as its parameter group sets it. */
  maxConnections: count,
})
export type InstanceConfig = z.infer<typeof instance>

const source = z.discriminatedUnion('kind', [
  /** Hourglass makes the MySQL. */
  z.strictObject({ kind: z.literal('managed'), database: z.string().min(1), instance }),
  /** A MySQL that is already there. */
  z.strictObject({
    kind: z.literal('existing'),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    database: z.string().min(1),
    /** Secret with {"username","password"}. */
    secretArn: z.string().startsWith('arn:'),
    /** The key of that secret, where it is not the account's default one. */
    secretKeyArn: z.string().startsWith('arn:').optional(),
    reachedBy: z.discriminatedUnion('by', [
      /**
       * A security group of the same region, in a network that is peered with ours: a rule in it lets the workers in.
       * AWS takes a reference to a group of another region, another account or behind a transit gateway only in part.
       */
      z.strictObject({ by: z.literal('group'), securityGroupId: z.string().startsWith('sg-') }),
      /** Its addresses, wherever they are. Its owner lets `network.cidr` in; nothing of theirs is changed. */
      z.strictObject({ by: z.literal('addresses'), cidr }),
    ]),
    maxConnections: count,
  }),
])

export const environmentConfig = z.strictObject({
  name: z.enum(ENVIRONMENTS),
  account: z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-west-1'),
  network: z.strictObject({
    cidr: networkCidr,
    /**
     * Availability zones in use: workers and an interface endpoint, which costs per hour, are in each. Databases need
     * subnets in two zones, so there are never fewer subnets; a single database is placed in the first zone.
     */
    zones: z.number().int().min(1).max(3),
    /**
     * Letters of the zones that your account has in the region, those to use first in front. Not every account has a, b
     * and c: `aws ec2 describe-availability-zones`. A change moves subnets, and what is in them.
     */
    zoneLetters: z
      .array(z.string().regex(/^[a-z]$/, 'must be the letter of a zone, such as a'))
      .default(['a', 'b', 'c']),
    /** Networks that this one is connected to; none may overlap it. */
    connected: z.array(cidr),
  }),
  source,
  target: z.strictObject({ database: z.string().min(1), instance }),
  /** TLS towards both databases; `off` is for loopback only. */
  tls: z.enum(['verify', 'off']),
  loadWith: z.enum(['aws_s3', 'copy']),
  concurrency: z.strictObject({
    /** Most connections a run may hold on either database at once. */
    connectionBudget: z.number().int().min(6).max(1000),
    /** Reserved concurrency: the backstop behind the budget. */
    reserved: z.record(z.enum(WORKER_NAMES), count),
  }),
  schedule: z.strictObject({
    /** In UTC. */
    expression: z.string().superRefine((expression, context) => {
      const read = readSchedule(expression)
      if (typeof read === 'string') context.addIssue({ code: 'custom', message: `is "${expression}": ${read}` })
    }),
    enabled: z.boolean(),
  }),
  logs: z.strictObject({
    /** Not above `info`: the staleness alarms count a line of that level. `debug`: machines log each transition. */
    level: z.enum(['debug', 'info']),
    retentionDays: z
      .number()
      .refine((days) => RETENTION_DAYS.includes(days), `must be one of ${RETENTION_DAYS.join(', ')}`),
  }),
  alarms: z.strictObject({
    /** A table that no run has left complete for this long is stale. CloudWatch looks back at most seven days. */
    staleAfterHours: z.number().int().min(2).max(168),
  }),
  /** GitHub repository that deploys, `owner/name`. */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'),
  /** Who hears of failed runs; each address confirms by e-mail. */
  alertEmails: z.array(z.email()),
  /** Deletion protection of databases and of what holds data. */
  protect: z.boolean(),
})
export type EnvironmentConfig = z.infer<typeof environmentConfig>
