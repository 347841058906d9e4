import { setting } from '@hourglass/core/settings'
import { z } from 'zod'
import {
  commonSettings,
  extractSettings,
  loadSettings,
  planSettings,
  sourceSettings,
  targetSettings,
} from './environment.ts'

/** What the function reads that a deploy runs: the workers' databases, and who may administer them. */
export const migrateSettings = {
  environment: commonSettings.environment,
  logLevel: commonSettings.logLevel,
  ...sourceSettings,
  ...targetSettings,
  ...extractSettings,
  ...loadSettings,
  ...planSettings,
  postgresAdminSecretArn: setting(
    'HOURGLASS_POSTGRES_ADMIN_SECRET_ARN',
    'secret with {"username","password"} of the administrator of Postgres',
    z.string({ error: 'is missing' }).startsWith('arn:', { error: 'must be a secret ARN' }),
  ),
  mysqlAdminSecretArn: setting(
    'HOURGLASS_MYSQL_ADMIN_SECRET_ARN',
    'secret with {"username","password"} of the administrator of MySQL; absent: that MySQL is not ours to change',
    z.string().startsWith('arn:', { error: 'must be a secret ARN' }).optional(),
  ),
} as const
