import type { Json } from '@hourglass/local-stepfunctions/language/json'
import type { RetryPolicy } from '../../services/delivery.ts'
import type { Account } from '../account.ts'

/** The stacks as one cloud: what exists, with local ARNs. Nothing in it changes. */
export interface CloudModel {
  readonly account: Account
  readonly functions: readonly FunctionModel[]
  readonly stateMachines: readonly StateMachineModel[]
  readonly buckets: readonly BucketModel[]
  readonly roles: readonly RoleModel[]
  readonly secrets: readonly SecretModel[]
  readonly topics: readonly TopicModel[]
  readonly rules: readonly EventRuleModel[]
  readonly schedules: readonly ScheduleModel[]
  readonly databases: readonly DatabaseModel[]
  readonly queues: readonly QueueModel[]
  readonly keys: readonly KeyModel[]
  readonly resourcePolicies: readonly ResourcePolicyModel[]
}

/** A policy on a resource: of a bucket, a key, a topic, a queue, a secret or a function. */
export interface ResourcePolicyModel {
  /** ARN of what it is on. */
  readonly resourceArn: string
  /** Where it stands, for messages: `pipeline/aws_s3_bucket_policy.data`. */
  readonly id: string
  readonly document: string
}

export interface QueueModel extends ResourceModel {
  readonly url: string
  /** Undefined for SQS's own key. */
  readonly kmsKeyArn: string | undefined
  /** How long a message is kept, and how long it is hidden once it has been received. Seconds. */
  readonly retentionSeconds: number
  readonly visibilitySeconds: number
}

/** A KMS key; its policy is among the resource policies. */
export interface KeyModel {
  readonly id: string
  readonly arn: string
}

/** What every modelled resource has. `id` is `<stack>/<address>`, unique over all stacks. */
export interface ResourceModel {
  readonly id: string
  readonly address: string
  readonly name: string
  readonly arn: string
}

export interface FunctionModel extends ResourceModel {
  readonly roleArn: string
  /** `file.export`, as Lambda reads it. */
  readonly handler: string
  readonly runtime: string
  /** Absolute path of the deployment package. */
  readonly zipPath: string
  readonly memoryMb: number
  readonly timeoutSeconds: number
  /** Most invocations at once; undefined when nothing is reserved. 0 refuses every call. */
  readonly reservedConcurrency: number | undefined
  readonly environment: Readonly<Record<string, string>>
  /** What may follow the name in a call, a version or an alias, and the version that it means: `live` to `3`. */
  readonly qualifiers: Readonly<Record<string, string>>
  /** What becomes of asynchronous calls. */
  readonly async: AsyncModel
}

/** ARNs are undefined where nothing is configured. */
export interface AsyncModel {
  /** How often an event is tried again that the function failed on. */
  readonly retries: number
  /** How long an event may wait for all its tries. */
  readonly maximumAgeSeconds: number
  readonly onSuccess: string | undefined
  readonly onFailure: string | undefined
  readonly deadLetterArn: string | undefined
}

export interface StateMachineModel extends ResourceModel {
  readonly roleArn: string
  /** Amazon States Language, as text. */
  readonly definition: string
  readonly type: 'STANDARD' | 'EXPRESS'
}

export interface BucketModel extends ResourceModel {
  readonly versioning: boolean
  /** Key that objects are encrypted with by default; undefined for S3's own. */
  readonly kmsKeyArn: string | undefined
  /** True when one data key serves the whole bucket. */
  readonly bucketKey: boolean
}

export interface RoleModel extends ResourceModel {
  readonly trustPolicy: string
  readonly policies: readonly PolicyModel[]
  /** Policies that AWS writes and this model therefore has no text of. */
  readonly awsManagedPolicyArns: readonly string[]
}

export interface PolicyModel {
  readonly name: string
  readonly document: string
}

export interface SecretModel extends ResourceModel {
  /** Undefined for Secrets Manager's own key. */
  readonly kmsKeyArn: string | undefined
  /** The value that the stack itself sets, if any. */
  readonly initialValue: string | undefined
  /** Id and address of the database instance whose master user this secret holds. */
  readonly database: { readonly id: string; readonly address: string } | undefined
}

export interface TopicModel extends ResourceModel {
  /** Undefined when messages are not encrypted. */
  readonly kmsKeyArn: string | undefined
  readonly subscriptions: readonly { readonly protocol: string; readonly endpoint: string }[]
}

export interface EventRuleModel extends ResourceModel {
  readonly enabled: boolean
  readonly pattern: Json
  readonly targets: readonly EventTargetModel[]
}

export interface EventTargetModel {
  readonly address: string
  readonly arn: string
  /** Undefined where the target's own policy lets EventBridge in. */
  readonly roleArn: string | undefined
  /** Fixed text in place of the event. */
  readonly input: string | undefined
  readonly inputPath: string | undefined
  readonly transformer: { readonly paths: Readonly<Record<string, string>>; readonly template: string } | undefined
  readonly retry: RetryPolicy
  /** Queue for what could not be delivered. */
  readonly deadLetterArn: string | undefined
}

export interface ScheduleModel extends ResourceModel {
  readonly enabled: boolean
  /** `rate(1 hour)`, `cron(0 * * * ? *)`, `at(2026-01-01T00:00:00)`. */
  readonly expression: string
  readonly timeZone: string
  readonly target: {
    readonly arn: string
    readonly roleArn: string
    readonly input: string | undefined
    readonly retry: RetryPolicy
    /** Queue for what could not be started. */
    readonly deadLetterArn: string | undefined
  }
}

export interface DatabaseModel extends ResourceModel {
  readonly engine: string
  readonly host: string
  readonly port: number
  readonly databaseName: string | undefined
}
