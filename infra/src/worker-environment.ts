import { WORKER_SETTINGS } from '@hourglass/contracts/environment'
import type { WorkerName } from '@hourglass/contracts/names'
import type { EnvironmentConfig } from './environments/config.ts'
import type { DataValues } from './stacks/data-stack.ts'

type Settings = (typeof WORKER_SETTINGS)[WorkerName]
/** Every setting that some worker reads. */
type SettingName = { [W in WorkerName]: keyof (typeof WORKER_SETTINGS)[W] }[WorkerName]

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
  const settings: Settings = WORKER_SETTINGS[worker]
  return Object.fromEntries(settingNames(worker).map((name) => [envName(settings, name), values[name]]))
}

/** Names of the settings that a worker reads. */
export function settingNames(worker: WorkerName): readonly SettingName[] {
  // Object.keys widens to string; the keys are those of the declared shape.
  return Object.keys(WORKER_SETTINGS[worker]) as SettingName[]
}

function envName(settings: Settings, name: SettingName): string {
  const found = Object.entries(settings).find(([key]) => key === name)
  if (found === undefined) throw new Error(`contracts' environment.ts has no setting "${name}" for this worker`)
  return found[1].env
}
