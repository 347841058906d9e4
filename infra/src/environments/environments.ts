import { forEachWorker, WORKERS } from '@hourglass/contracts/workers'
import type { EnvironmentConfig } from './config.ts'

/*
 * The environments. This is the file to change for an account, a size, the schedule or who is alerted.
 * The account numbers are examples from the AWS documentation: put in your own.
 */

/** The GitHub repository whose workflows deploy. */
const REPOSITORY = 'your-organisation/hourglass'

type Reserved = EnvironmentConfig['concurrency']['reserved']

/** Each worker that holds a connection may fill the budget; what runs once per run needs no more than two. */
function reservedFor(connectionBudget: number): Reserved {
  return forEachWorker((worker) => (WORKERS[worker].scale === 'run' ? 2 : connectionBudget))
}

const local: EnvironmentConfig = {
  name: 'local',
  account: '000000000000',
  region: 'us-east-1',
  network: { cidr: '10.10.0.0/16', zones: 1, zoneLetters: ['a', 'b', 'c'], connected: [] },
  source: {
    kind: 'managed',
    database: 'hourglass_demo',
    instance: {
      class: 'db.t4g.medium',
      storageGb: 20,
      maxStorageGb: 100,
      multiZone: false,
      backupDays: 1,
      maxConnections: 100,
    },
  },
  target: {
    database: 'hourglass_demo',
    instance: {
      class: 'db.t4g.medium',
      storageGb: 20,
      maxStorageGb: 100,
      multiZone: false,
      backupDays: 1,
      maxConnections: 100,
    },
  },
  tls: 'off',
  loadWith: 'copy',
  concurrency: { connectionBudget: 12, reserved: reservedFor(12) },
  schedule: { expression: 'cron(0 * * * ? *)', enabled: true },
  logs: { level: 'info', retentionDays: 7 },
  alarms: { staleAfterHours: 3 },
  repository: REPOSITORY,
  alertEmails: [],
  protect: false,
}

const dev: EnvironmentConfig = {
  name: 'dev',
  account: '111122223333',
  region: 'eu-west-1',
  network: { cidr: '10.20.0.0/16', zones: 1, zoneLetters: ['a', 'b', 'c'], connected: [] },
  source: {
    kind: 'managed',
    database: 'experience',
    instance: {
      class: 'db.t4g.medium',
      storageGb: 20,
      maxStorageGb: 100,
      multiZone: false,
      backupDays: 1,
      maxConnections: 200,
    },
  },
  target: {
    database: 'analytics',
    instance: {
      class: 'db.t4g.medium',
      storageGb: 20,
      maxStorageGb: 100,
      multiZone: false,
      backupDays: 1,
      maxConnections: 200,
    },
  },
  tls: 'verify',
  loadWith: 'aws_s3',
  concurrency: { connectionBudget: 20, reserved: reservedFor(20) },
  schedule: { expression: 'cron(0 * * * ? *)', enabled: true },
  logs: { level: 'debug', retentionDays: 30 },
  alarms: { staleAfterHours: 3 },
  repository: REPOSITORY,
  alertEmails: [],
  protect: false,
}

const staging: EnvironmentConfig = {
  ...dev,
  name: 'staging',
  account: '444455556666',
  network: { cidr: '10.30.0.0/16', zones: 1, zoneLetters: ['a', 'b', 'c'], connected: [] },
  logs: { level: 'info', retentionDays: 90 },
  protect: true,
}

const prod: EnvironmentConfig = {
  name: 'prod',
  account: '777788889999',
  region: 'eu-west-1',
  network: { cidr: '10.40.0.0/16', zones: 3, zoneLetters: ['a', 'b', 'c'], connected: [] },
  source: {
    kind: 'managed',
    database: 'experience',
    instance: {
      class: 'db.r7g.large',
      storageGb: 200,
      maxStorageGb: 1000,
      multiZone: true,
      backupDays: 14,
      maxConnections: 1000,
    },
  },
  target: {
    database: 'analytics',
    instance: {
      class: 'db.r7g.large',
      storageGb: 200,
      maxStorageGb: 2000,
      multiZone: true,
      backupDays: 14,
      maxConnections: 500,
    },
  },
  tls: 'verify',
  loadWith: 'aws_s3',
  concurrency: { connectionBudget: 60, reserved: reservedFor(60) },
  schedule: { expression: 'cron(0 * * * ? *)', enabled: true },
  logs: { level: 'info', retentionDays: 365 },
  alarms: { staleAfterHours: 3 },
  repository: REPOSITORY,
  alertEmails: [],
  protect: true,
}

export const ENVIRONMENT_CONFIGS: readonly EnvironmentConfig[] = [local, dev, staging, prod]
