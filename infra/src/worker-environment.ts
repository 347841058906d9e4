import { migrateSettings } from '@hourglass/contracts/migrate-environment'
import { WORKERS, type WorkerName } from '@hourglass/contracts/workers'
import type { SettingsShape } from '@hourglass/core/settings'
import type { EnvironmentConfig } from './environments/config.ts'
import type { DataValues } from './stacks/data-stack.ts'

/** Every setting that some worker reads. */
type SettingName = { [W in WorkerName]: keyof (typeof WORKERS)[W]['settings'] }[WorkerName]

export type SettingValues = Readonly<Record<SettingName, string>>

/** Every setting of contracts' `environment.ts`, as this environment gives it. Secrets are ARNs, never values. */
export function settingValues(config: EnvironmentConfig, data: DataValues, bucket: string): SettingValues {
  return {
    environment: config.name,
    bucket,
    logLevel: config.logs.level,
    mysqlHost: data.source.host,
    mysqlPort: data.source.port,
    mysqlDatabase: data.source.database,
    mysqlSecretArn: data.source.secretArn,
    mysqlTls: config.tls,
    postgresHost: data.target.host,
    postgresPort: data.target.port,
    postgresDatabase: data.target.database,
    postgresSecretArn: data.target.secretArn,
    postgresTls: config.tls,
    maskSecretArn: data.maskSecretArn,
    loadWith: config.loadWith,
    connectionBudget: String(config.concurrency.connectionBudget),
  }
}

/** The variables of one worker: exactly those that it reads. */
export function workerEnvironment(worker: WorkerName, values: SettingValues): Record<string, string> {
  return variables(WORKERS[worker].settings, values)
}

/** The variables of the function that a deploy runs. Without `mysqlAdmin` it leaves MySQL alone. */
export function migrateEnvironment(
  config: EnvironmentConfig,
  data: DataValues,
  admins: { readonly postgres: string; readonly mysql?: string },
): Record<string, string> {
  return variables(migrateSettings, {
    ...settingValues(config, data, ''),
    postgresAdminSecretArn: admins.postgres,
    ...(admins.mysql === undefined ? {} : { mysqlAdminSecretArn: admins.mysql }),
  })
}

/** Names of the settings that a worker reads. */
export function settingNames(worker: WorkerName): readonly string[] {
  return Object.keys(WORKERS[worker].settings)
}

function variables(shape: SettingsShape, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([name, setting]) => {
      const value = values[name]
      return value === undefined ? [] : [[setting.env, value] as const]
    }),
  )
}
