import { resourceName, type StateMachineName } from '@hourglass/contracts/names'
import type { WorkerName } from '@hourglass/contracts/workers'
import type { EnvironmentConfig } from './environments/config.ts'

/*
 * Names and ARNs that are known before anything is made. Policies and definitions use them where a reference would
 * close a circle: the role of a machine needs the machine's ARN, and the machine needs the role.
 */

/** The partition that a region belongs to (AWS General Reference, "AWS service endpoints"). */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

export function named(config: EnvironmentConfig, name: string): string {
  return resourceName(config.name, name)
}

/** Bucket names are global, so the account is part of it. */
export function dataBucketName(config: EnvironmentConfig): string {
  return named(config, `data-${config.account}`)
}

export function bucketArn(config: EnvironmentConfig, name: string): string {
  return `arn:${partitionOf(config.region)}:s3:::${name}`
}

export function stateMachineArn(config: EnvironmentConfig, machine: StateMachineName): string {
  return arn(config, 'states', `stateMachine:${named(config, machine)}`)
}

/** Executions of a machine: `:*` for its own, `/*:*` for the children of its Distributed Maps. */
export function executionArn(config: EnvironmentConfig, machine: StateMachineName, suffix: ':*' | '/*:*'): string {
  return arn(config, 'states', `execution:${named(config, machine)}${suffix}`)
}

export function functionName(config: EnvironmentConfig, worker: WorkerName): string {
  return named(config, worker)
}

/** ARN of a worker's function, without a version. */
export function functionArn(config: EnvironmentConfig, worker: WorkerName): string {
  return arn(config, 'lambda', `function:${functionName(config, worker)}`)
}

export function arn(config: EnvironmentConfig, service: string, resource: string): string {
  return `arn:${partitionOf(config.region)}:${service}:${config.region}:${config.account}:${resource}`
}

/** An ARN of a service that has no regions: IAM, a CloudWatch dashboard. */
export function globalArn(config: EnvironmentConfig, service: string, resource: string): string {
  return `arn:${partitionOf(config.region)}:${service}::${config.account}:${resource}`
}

/** A policy that AWS maintains. */
export function awsPolicyArn(config: EnvironmentConfig, path: string): string {
  return `arn:${partitionOf(config.region)}:iam::aws:policy/${path}`
}

/** A role of this environment. */
export function roleArn(config: EnvironmentConfig, name: string): string {
  return globalArn(config, 'iam', `role/${named(config, name)}`)
}

/** The whole account, for key policies. */
export function accountRoot(config: EnvironmentConfig): string {
  return globalArn(config, 'iam', 'root')
}

/** The boundary that every role made by CI carries; the bootstrap stack makes it. */
export function boundaryArn(config: EnvironmentConfig): string {
  return globalArn(config, 'iam', `policy/${named(config, 'boundary')}`)
}
