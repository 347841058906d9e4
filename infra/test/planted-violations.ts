import type { Resource } from '../src/policy/resource.ts'

/** Breaks one rule in otherwise good stacks. */
export type Plant = (resources: readonly Resource[]) => readonly Resource[]

/** Overwrites arguments of the first resource of a type. */
function set(type: string, values: Readonly<Record<string, unknown>>): Plant {
  return (resources) => {
    const first = resources.find((resource) => resource.type === type)
    return resources.map((resource) =>
      resource === first ? { ...resource, values: { ...resource.values, ...values } } : resource,
    )
  }
}

function unset(type: string, name: string): Plant {
  return set(type, { [name]: undefined })
}

function remove(type: string): Plant {
  return (resources) => resources.filter((resource) => resource.type !== type)
}

function add(type: string, values: Readonly<Record<string, unknown>>): Plant {
  return (resources) => [...resources, { stack: 'pipeline', type, address: `${type}.planted`, values }]
}

function policyAllowing(actions: string | readonly string[]): Plant {
  const Statement = [{ Sid: 'Planted', Effect: 'Allow', Action: actions, Resource: '*' }]
  return add('aws_iam_role_policy', { policy: JSON.stringify({ Statement }) })
}

function roleTrusting(principal: unknown, condition?: unknown): Plant {
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, Condition: condition }]
  return add('aws_iam_role', { assume_role_policy: JSON.stringify({ Statement }) })
}

const BLOCK = 'aws_s3_bucket_public_access_block'
const DB = 'aws_db_instance'
const FUNCTION = 'aws_lambda_function'
const MACHINE = 'aws_sfn_state_machine'
const LOGS = 'aws_cloudwatch_log_group'
const GROUP_RULE = { description: 'planted', ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' }
const GITHUB = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'

/** One violation per rule; the name is the rule's id. */
export const PLANTED: Readonly<Record<string, Plant>> = {
  CKV_AWS_53: set(BLOCK, { block_public_acls: false }),
  CKV_AWS_54: set(BLOCK, { block_public_policy: false }),
  CKV_AWS_55: set(BLOCK, { ignore_public_acls: false }),
  CKV_AWS_56: set(BLOCK, { restrict_public_buckets: false }),
  CKV2_AWS_6: remove(BLOCK),
  CKV_AWS_21: set('aws_s3_bucket_versioning', { versioning_configuration: { status: 'Suspended' } }),
  CKV_AWS_19: set('aws_s3_bucket_server_side_encryption_configuration', { rule: [] }),
  CKV_AWS_145: set('aws_s3_bucket_server_side_encryption_configuration', {
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
  }),
  CKV2_AWS_61: remove('aws_s3_bucket_lifecycle_configuration'),
  CKV_AWS_300: set('aws_s3_bucket_lifecycle_configuration', { rule: [{ id: 'expire', status: 'Enabled' }] }),
  CKV2_AWS_65: set('aws_s3_bucket_ownership_controls', { rule: { object_ownership: 'ObjectWriter' } }),
  'FSBP S3.5': set('aws_s3_bucket_policy', { policy: JSON.stringify({ Statement: [] }) }),
  CKV_AWS_18: add('aws_s3_bucket', { bucket: 'planted' }),
  CKV_AWS_144: add('aws_s3_bucket', { bucket: 'planted' }),
  CKV2_AWS_62: add('aws_s3_bucket', { bucket: 'planted' }),
  CKV_AWS_16: set(DB, { storage_encrypted: false }),
  CKV_AWS_17: set(DB, { publicly_accessible: true }),
  CKV_AWS_118: set(DB, { monitoring_interval: 0 }),
  CKV_AWS_129: set(DB, { enabled_cloudwatch_logs_exports: [] }),
  CKV_AWS_133: set(DB, { backup_retention_period: 0 }),
  CKV_AWS_157: set(DB, { multi_az: false }),
  CKV_AWS_161: set(DB, { iam_database_authentication_enabled: false }),
  CKV_AWS_211: unset(DB, 'ca_cert_identifier'),
  CKV_AWS_226: set(DB, { auto_minor_version_upgrade: false }),
  CKV_AWS_293: set(DB, { deletion_protection: false }),
  CKV_AWS_353: set(DB, { performance_insights_enabled: false }),
  CKV_AWS_354: unset(DB, 'performance_insights_kms_key_id'),
  CKV2_AWS_60: set(DB, { copy_tags_to_snapshot: false }),
  CKV2_AWS_30: set('aws_db_parameter_group', { parameter: [{ name: 'rds.force_ssl', value: '1' }] }),
  CKV2_AWS_69: set('aws_db_parameter_group', {
    parameter: [
      { name: 'rds.force_ssl', value: '0' },
      { name: 'log_min_duration_statement', value: '5000' },
    ],
  }),
  CKV_AWS_45: set(FUNCTION, { environment: { variables: { MYSQL_PASSWORD: 'planted' } } }),
  CKV_AWS_50: set(FUNCTION, { tracing_config: { mode: 'PassThrough' } }),
  CKV_AWS_115: unset(FUNCTION, 'reserved_concurrent_executions'),
  CKV_AWS_116: add(FUNCTION, { dead_letter_config: undefined }),
  CKV_AWS_117: unset(FUNCTION, 'vpc_config'),
  CKV_AWS_173: add(FUNCTION, {}),
  CKV_AWS_272: add(FUNCTION, {}),
  CKV_AWS_363: set(FUNCTION, { runtime: 'nodejs16.x' }),
  CKV_AWS_364: add('aws_lambda_permission', { principal: 'events.amazonaws.com', action: 'lambda:InvokeFunction' }),
  CKV_AWS_284: set(MACHINE, { tracing_configuration: { enabled: false } }),
  CKV_AWS_285: set(MACHINE, { logging_configuration: { level: 'OFF' } }),
  CKV_AWS_66: unset(LOGS, 'retention_in_days'),
  CKV_AWS_158: unset(LOGS, 'kms_key_id'),
  CKV_AWS_338: set(LOGS, { retention_in_days: 30 }),
  CKV_AWS_7: set('aws_kms_key', { enable_key_rotation: false }),
  CKV2_AWS_64: unset('aws_kms_key', 'policy'),
  CKV_AWS_27: unset('aws_sqs_queue', 'kms_master_key_id'),
  CKV_AWS_26: unset('aws_sns_topic', 'kms_master_key_id'),
  CKV_AWS_297: unset('aws_scheduler_schedule', 'kms_key_arn'),
  CKV_AWS_149: unset('aws_secretsmanager_secret', 'kms_key_id'),
  CKV2_AWS_57: add('aws_secretsmanager_secret', { kms_key_id: 'key' }),
  CKV_AWS_23: set('aws_security_group', { description: '' }),
  CKV2_AWS_5: add('aws_security_group', { description: 'planted' }),
  CKV_AWS_382: add('aws_vpc_security_group_egress_rule', GROUP_RULE),
  CKV_AWS_277: add('aws_vpc_security_group_ingress_rule', GROUP_RULE),
  CKV_AWS_130: set('aws_subnet', { map_public_ip_on_launch: true }),
  CKV2_AWS_11: remove('aws_flow_log'),
  CKV2_AWS_12: set('aws_default_security_group', { ingress: [{ protocol: '-1', self: true }] }),
  CKV_AWS_60: roleTrusting({ AWS: '*' }),
  CKV_AWS_61: roleTrusting({ AWS: 'arn:aws:iam::111122223333:root' }),
  CKV_AWS_358: roleTrusting(
    { Federated: GITHUB },
    { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:your-organisation/*' } },
  ),
  CKV_AWS_63: policyAllowing('*'),
  CKV_AWS_355: policyAllowing(['sqs:SendMessage']),
  CKV_AWS_290: policyAllowing(['dynamodb:PutItem']),
  CKV_AWS_111: policyAllowing(['sns:Publish']),
  CKV_AWS_356: policyAllowing(['s3:GetObject']),
  CKV_AWS_286: policyAllowing(['iam:PassRole']),
}
