import { setting, wholeNumber } from '@hourglass/core/settings'
import { z } from 'zod'

/*
 * Each variable a worker reads, declared once. infra sets exactly these; a test compares the two.
 * Credentials are references (ARNs), never values.
 */

const text = z.string({ error: 'is missing' }).min(1)
const secretArn = z.string({ error: 'is missing' }).startsWith('arn:', { error: 'must be a secret ARN' })

export const ENVIRONMENTS = ['local', 'dev', 'staging', 'prod'] as const
export type EnvironmentName = (typeof ENVIRONMENTS)[number]

export const commonSettings = {
  environment: setting('HOURGLASS_ENV', 'which environment this is', z.enum(ENVIRONMENTS)),
  bucket: setting('HOURGLASS_BUCKET', 'the bucket of plans, parts, manifests and reports', text),
  logLevel: setting(
    'HOURGLASS_LOG_LEVEL',
    'how much to log',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
} as const

/**
 * `verify`: TLS, certificate checked against the trusted roots. `off`: no TLS, taken only when the host is loopback.
 */
const tls = z.enum(['verify', 'off']).default('verify')

export const sourceSettings = {
  mysqlHost: setting('HOURGLASS_MYSQL_HOST', 'host of the source MySQL', text),
  mysqlPort: setting('HOURGLASS_MYSQL_PORT', 'port of the source MySQL', wholeNumber(1, 65_535).default(3306)),
  mysqlDatabase: setting('HOURGLASS_MYSQL_DATABASE', 'database of the source tables', text),
  mysqlSecretArn: setting('HOURGLASS_MYSQL_SECRET_ARN', 'secret with {"username","password"} of MySQL', secretArn),
  mysqlTls: setting('HOURGLASS_MYSQL_TLS', 'TLS towards MySQL', tls),
} as const

export const targetSettings = {
  postgresHost: setting('HOURGLASS_POSTGRES_HOST', 'host of the target Postgres', text),
  postgresPort: setting('HOURGLASS_POSTGRES_PORT', 'port of the target Postgres', wholeNumber(1, 65_535).default(5432)),
  postgresDatabase: setting('HOURGLASS_POSTGRES_DATABASE', 'database of the target tables', text),
  postgresSecretArn: setting(
    'HOURGLASS_POSTGRES_SECRET_ARN',
    'secret with {"username","password"} of Postgres',
    secretArn,
  ),
  postgresTls: setting('HOURGLASS_POSTGRES_TLS', 'TLS towards Postgres', tls),
} as const

export const extractSettings = {
  maskSecretArn: setting('HOURGLASS_MASK_SECRET_ARN', 'secret with {"key"}: the base64 masking key', secretArn),
} as const

export const loadSettings = {
  loadWith: setting(
    'HOURGLASS_LOAD_WITH',
    'aws_s3: Postgres pulls parts from S3 (RDS, Aurora). copy: the worker streams them (any Postgres)',
    z.enum(['aws_s3', 'copy']),
  ),
} as const

/** What Lambda itself sets for every function. */
export const lambdaSettings = {
  region: setting('AWS_REGION', 'the region, set by Lambda', text),
} as const

export const planSettings = {
  connectionBudget: setting(
    'HOURGLASS_CONNECTION_BUDGET',
    'most connections a run may hold on either database at once',
    wholeNumber(6, 1000).default(40),
  ),
} as const

export type LoadWay = 'aws_s3' | 'copy'

const optionalText = z.string().min(1).optional()

/** What the CLI reads, on a person's machine or in CI; a worker gets none of the URLs. */
export const cliSettings = {
  environment: setting('HOURGLASS_ENV', 'the environment that commands mean', z.enum(ENVIRONMENTS).default('local')),
  catalog: setting('HOURGLASS_CATALOG', 'the folder with catalog.ts and tables/*.ts', optionalText),
  mysqlUrl: setting('HOURGLASS_MYSQL_URL', 'a MySQL or MariaDB to use: mysql://user:password@host:3306', optionalText),
  postgresUrl: setting('HOURGLASS_POSTGRES_URL', 'a Postgres to use: postgres://user:password@host:5432', optionalText),
  home: setting('HOURGLASS_HOME', 'where the local cloud keeps its data; default .hourglass', optionalText),
  ci: setting('CI', 'set by CI services: progress is not drawn in place', optionalText),
} as const
