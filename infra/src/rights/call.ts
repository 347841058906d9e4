import type { EnvironmentConfig } from '../environments/config.ts'
import { arn, dataBucketName, globalArn, named } from '../resource-names.ts'

/** One call of a deploy, as IAM sees it. An action on several resources is several calls. */
export interface Call {
  /** `ec2:CreateVpc`. */
  readonly action: string
  /** ARN, or `*` where the action has no resource. */
  readonly on: string
  /** Tags of the resource as it is: ours, somebody else's, or none yet. */
  readonly tags: 'ours' | 'none'
  /** True where the call brings the tags that the provider gives to everything. */
  readonly brings: boolean
  /** Condition keys that this call has besides; each must be one that AWS documents for the action. */
  readonly context: Readonly<Record<string, string>>
}

/** What the provider and AWS call for one resource, by what happens to it. */
export interface Rights {
  /** Where to read it: a file of hashicorp/terraform-provider-aws, and a page of AWS for what AWS calls in turn. */
  readonly source: string
  readonly create: readonly Call[]
  /** What a refresh calls, and a create and an update too. */
  readonly read: readonly Call[]
  readonly update?: readonly Call[]
  readonly delete: readonly Call[]
  /** A change of tags alone. */
  readonly tag?: readonly Call[]
  /** What a plan without refresh calls. */
  readonly plan?: readonly Call[]
  /** Calls that the provider would make and that CI may not: a person has to. With the reason. */
  readonly person?: { readonly calls: readonly Call[]; readonly reason: string }
}

/** A resource of the stacks, as the table needs it. */
export interface Subject {
  readonly config: EnvironmentConfig
  readonly stack: string
  readonly address: string
  readonly values: Readonly<Record<string, unknown>>
}

export type RightsTable = Readonly<Record<string, (subject: Subject) => Rights>>

type More = Readonly<Record<string, string>>

/** A call on something that is there and is ours. */
export function ours(action: string, on: string, context: More = {}): Call {
  return { action, on, tags: 'ours', brings: false, context }
}

/** A call that makes something and gives it our tags. */
export function makes(action: string, on: string, context: More = {}): Call {
  return { action, on, tags: 'none', brings: true, context }
}

/** A call that gives our tags to something of ours. */
export function tags(action: string, on: string, context: More = {}): Call {
  return { action, on, tags: 'ours', brings: true, context }
}

/** A call on something without tags: made by AWS, or named before it is there. */
export function bare(action: string, on = '*', context: More = {}): Call {
  return { action, on, tags: 'none', brings: false, context }
}

/** Reads that take no resource. */
export function reads(...actions: readonly string[]): Call[] {
  return actions.map((action) => bare(action))
}

/** Passing a role of this environment to a service. @param name of the role after `hourglass-<env>-` */
export function passes({ config }: Pick<Subject, 'config'>, name: string, service: string): Call {
  return bare('iam:PassRole', roleArn(config, name), { 'iam:PassedToService': service })
}

function roleArn(config: EnvironmentConfig, name: string): string {
  return globalArn(config, 'iam', `role/${named(config, name)}`)
}

/** The keys have ids of AWS's; these stand for them. */
export const DATA_KEY = 'data-key-id'
export const OPERATIONS_KEY = 'operations-key-id'
export const STATE_KEY = 'state-key-id'

export function keyArn(config: EnvironmentConfig, id: string): string {
  return arn(config, 'kms', `key/${id}`)
}

/** What a service asks of a key in the caller's name: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
export function usesKey(
  { config }: Pick<Subject, 'config'>,
  id: string,
  service: string,
  ...actions: string[]
): Call[] {
  const context = { 'kms:ViaService': `${service}.${config.region}.amazonaws.com` }
  return actions.map((action) => ours(`kms:${action}`, keyArn(config, id), context))
}

/** The ARN of a resource in the subject's region and account. */
export function at({ config }: Pick<Subject, 'config'>, service: string, resource: string): string {
  return arn(config, service, resource)
}

/** An argument of the resource that is text. */
export function text({ values, address }: Subject, name: string): string {
  const value = values[name]
  if (typeof value !== 'string') throw new Error(`${address} has no text "${name}"`)
  return value
}

/** The bucket that a resource about a bucket is about: by name, or by reference to the only one of its stack. */
export function bucketOf({ config, stack }: Subject): string {
  const name =
    stack === 'bootstrap' ? `hourglass-terraform-state-${config.account}-${config.region}` : dataBucketName(config)
  return globalArn(config, 's3', name).replace(`::${config.account}:`, ':::')
}
