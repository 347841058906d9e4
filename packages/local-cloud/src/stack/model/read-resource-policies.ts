import type { JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { Block } from '../rules/rule.ts'
import type { StackScope } from '../stack-scope.ts'
import type { KeyModel, ResourcePolicyModel } from './model.ts'
import { optionalText } from './read-arguments.ts'

/** Resources that name the policy's resource by an argument, and how that argument means it. */
const SEPARATE: readonly {
  readonly type: string
  readonly of: string
  readonly argument: string
  readonly isMeant: (named: string, block: Block) => boolean
}[] = [
  { type: 'aws_s3_bucket_policy', of: 'aws_s3_bucket', argument: 'bucket', isMeant: isAny('bucket', 'arn') },
  { type: 'aws_sns_topic_policy', of: 'aws_sns_topic', argument: 'arn', isMeant: isAny('arn') },
  { type: 'aws_sqs_queue_policy', of: 'aws_sqs_queue', argument: 'queue_url', isMeant: isAny('url') },
  { type: 'aws_kms_key_policy', of: 'aws_kms_key', argument: 'key_id', isMeant: isAny('key_id', 'arn') },
  {
    type: 'aws_secretsmanager_secret_policy',
    of: 'aws_secretsmanager_secret',
    argument: 'secret_arn',
    isMeant: isAny('arn'),
  },
]

/** Resources with the policy as an argument of their own. */
const INLINE = ['aws_kms_key', 'aws_sns_topic', 'aws_sqs_queue']

/** The policies that a stack puts on resources, permissions to call functions among them. */
export function readResourcePolicies(scope: StackScope): readonly ResourcePolicyModel[] {
  const inline = INLINE.flatMap((type) => scope.blocksOfType(type)).flatMap((block) => {
    const document = optionalText(block, 'policy') ?? defaultPolicy(block, scope)
    return document === undefined ? [] : [{ id: block.id, resourceArn: block.attributeText('arn'), document }]
  })
  const separate = SEPARATE.flatMap(({ type, of, argument, isMeant }) =>
    scope.blocksOfType(type).flatMap((policy) => {
      const named = policy.text(argument)
      const owner = scope.blocksOfType(of).find((block) => isMeant(named, block))
      const arn = owner?.attributeText('arn') ?? (named.startsWith('arn:') ? named : undefined)
      return arn === undefined ? [] : [{ id: policy.id, resourceArn: arn, document: policy.text('policy') }]
    }),
  )
  return [
    ...inline,
    ...separate,
    ...scope.blocksOfType('aws_lambda_permission').map((block) => permission(block, scope)),
  ]
}

/** KMS keys of a stack. */
export function readKeys(scope: StackScope): readonly KeyModel[] {
  return scope.blocksOfType('aws_kms_key').map((block) => ({ id: block.id, arn: block.attributeText('arn') }))
}

function isAny(...attributes: readonly string[]): (named: string, block: Block) => boolean {
  return (named, block) => attributes.some((attribute) => block.attribute(attribute) === named)
}

/** Without a policy a key lets IAM decide. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(block: Block, scope: StackScope): string | undefined {
  if (!block.address.startsWith('aws_kms_key.')) return undefined
  const others = scope.blocksOfType('aws_kms_key_policy').map((policy) => policy.text('key_id'))
  if (others.some((named) => isAny('key_id', 'arn')(named, block))) return undefined
  const AWS = `arn:aws:iam::${block.account.accountId}:root`
  return JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' } })
}

/** A permission is a statement of the function's policy. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function permission(block: Block, scope: StackScope): ResourcePolicyModel {
  const named = block.text('function_name')
  const owner = scope.blocksOfType('aws_lambda_function').find((found) => isAny('function_name', 'arn')(named, found))
  const arn = owner?.attributeText('arn') ?? named
  const qualifier = optionalText(block, 'qualifier')
  const principal = block.text('principal')
  const sourceArn = optionalText(block, 'source_arn')
  const sourceAccount = optionalText(block, 'source_account')
  const condition: JsonObject = {
    ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
    ...(sourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
  }
  const Statement = {
    Sid: optionalText(block, 'statement_id') ?? block.address,
    Effect: 'Allow',
    Principal: principal.includes('.') ? { Service: principal } : { AWS: principal },
    Action: block.text('action'),
    Resource: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    Condition: condition,
  }
  return { id: block.id, resourceArn: arn, document: JSON.stringify({ Statement }) }
}
