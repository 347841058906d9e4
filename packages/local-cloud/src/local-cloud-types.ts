import type { MovableClock } from '@hourglass/local-stepfunctions/clock/movable-clock'
import type { JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { DeniedCall } from './iam/authorizer.ts'
import type { UnusedGrant } from './iam/unused-grants.ts'
import type { LogLine } from './lambda/function-log.ts'
import type { InvocationRecord } from './lambda/invocation.ts'
import type { FunctionStats } from './lambda/stats.ts'
import type { PoolLimits } from './lambda/worker-pool.ts'
import type { AccessKey } from './services/credentials.ts'
import type { PublishedMessage } from './services/sns/topics.ts'
import type { DatabaseLocation } from './stack/inputs.ts'
import type { CloudModel } from './stack/model/model.ts'

/** What to run, and with what. Terraform addresses may be written `<stack>/<address>`. */
export interface LocalCloudOptions {
  /** `cdktf.out/stacks`. */
  readonly stacksFolder: string
  /** Names of the stacks to run; all when left out. */
  readonly stacks?: readonly string[]
  /** Objects, logs and temporary files go here. One cloud at a time. */
  readonly dataFolder: string
  /** Size of the disk that S3 has, in bytes; beyond it a write fails as on a full disk. Default: what is there. */
  readonly s3MaxBytes?: number
  /** True: executions are kept in the data folder, and those that ran go on at the next start. Default: in memory. */
  readonly keepExecutions?: boolean
  /** Unpacked function code is kept here between starts; default: the user's cache. */
  readonly cacheFolder?: string
  /** Default: the region of the AWS provider in the stacks. */
  readonly region?: string
  /** Twelve digits; default: the first account that the AWS provider in the stacks allows, else 000000000000. */
  readonly accountId?: string
  /** TCP port on 127.0.0.1; default: a free one. */
  readonly port?: number
  /** Default: real time, movable. */
  readonly clock?: MovableClock
  /** Values of Terraform variables without a default. */
  readonly variables?: Readonly<Record<string, string>>
  /** The server that stands for each database instance, by Terraform address. */
  readonly databases: Readonly<Record<string, DatabaseLocation>>
  /** Values of secrets, by Terraform address or secret name. */
  readonly secrets: Readonly<Record<string, string>>
  /** Environment variables for every function; they win over the stack's. */
  readonly environment?: Readonly<Record<string, string>>
  /** `enforce` (default) applies the roles' synthesized policies; `off` allows everything. */
  readonly iam?: 'enforce' | 'off'
  /** Whether schedules fire; default true. */
  readonly scheduleEnabled?: boolean
  readonly lambdaLimits?: Partial<PoolLimits>
  readonly onLog?: (line: LogLine) => void
  readonly onInvocation?: (record: InvocationRecord) => void
  /** Gets the `detail` of EventBridge's status change event. */
  readonly onExecutionStatusChange?: (detail: JsonObject) => void
  readonly onMessage?: (message: PublishedMessage) => void
  /** What went wrong where nobody waits for an answer: a schedule, a rule's target, an asynchronous call. */
  readonly onWarning?: (message: string) => void
}

/** Totals since the start. */
export interface CloudStats {
  /** By function name. */
  readonly functions: Readonly<Record<string, FunctionStats>>
  readonly s3Bytes: number
  readonly messages: number
  /** Calls that a role's policies did not allow, oldest first, the first thousand. */
  readonly deniedCalls: readonly DeniedCall[]
  /** What the policies grant for the services here and no call has used. */
  readonly unusedGrants: readonly UnusedGrant[]
}

/** A running cloud. */
export interface LocalCloud {
  /** The value for `AWS_ENDPOINT_URL`. */
  readonly endpoint: string
  readonly region: string
  readonly accountId: string
  /** Access key of a principal that may do everything. */
  readonly credentials: AccessKey
  /** Access key of any other principal, such as a role of the stacks. */
  credentialsOf(principal: string): AccessKey
  readonly clock: MovableClock
  readonly model: CloudModel
  /** The last thousand messages published to topics, oldest first. */
  messages(): readonly PublishedMessage[]
  /** When a schedule fires next: milliseconds since the epoch; undefined when it does not exist or never will. */
  nextRun(scheduleName: string): number | undefined
  stats(): CloudStats
  /** Stops everything; executions that run end with the process. Calling it twice is harmless. */
  stop(): Promise<void>
}
