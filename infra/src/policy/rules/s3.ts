import { at, blocks, statementsOf } from '../resource.ts'
import { companion, type Rule } from '../rule.ts'

const on = (is: string) => ({ of: 'aws_s3_bucket', is, by: 'bucket' })
const accessBlock = on('aws_s3_bucket_public_access_block')

export const S3_RULES: readonly Rule[] = [
  companion('CKV_AWS_53', accessBlock, 'public ACLs are blocked', (v) => v['block_public_acls'] === true),
  companion('CKV_AWS_54', accessBlock, 'public policies are blocked', (v) => v['block_public_policy'] === true),
  companion('CKV_AWS_55', accessBlock, 'public ACLs are ignored', (v) => v['ignore_public_acls'] === true),
  companion('CKV_AWS_56', accessBlock, 'public policies are restricted', (v) => v['restrict_public_buckets'] === true),
  companion('CKV2_AWS_6', accessBlock, 'a public access block exists', () => true),
  companion(
    'CKV_AWS_21',
    on('aws_s3_bucket_versioning'),
    'objects keep their versions',
    (v) => at(v, 'versioning_configuration', 'status') === 'Enabled',
  ),
  companion(
    'CKV_AWS_19',
    on('aws_s3_bucket_server_side_encryption_configuration'),
    'objects are encrypted',
    (v) => at(v, 'rule', 'apply_server_side_encryption_by_default', 'sse_algorithm') !== undefined,
  ),
  companion(
    'CKV_AWS_145',
    on('aws_s3_bucket_server_side_encryption_configuration'),
    'objects are encrypted with a KMS key',
    (v) => at(v, 'rule', 'apply_server_side_encryption_by_default', 'sse_algorithm') === 'aws:kms',
  ),
  companion('CKV2_AWS_61', on('aws_s3_bucket_lifecycle_configuration'), 'objects have a lifecycle', (v) =>
    blocks(v['rule']).some((rule) => at(rule, 'status') === 'Enabled'),
  ),
  companion('CKV_AWS_300', on('aws_s3_bucket_lifecycle_configuration'), 'abandoned uploads are removed', (v) =>
    blocks(v['rule']).some(
      (rule) => Number(at(rule, 'abort_incomplete_multipart_upload', 'days_after_initiation')) > 0,
    ),
  ),
  companion(
    'CKV2_AWS_65',
    on('aws_s3_bucket_ownership_controls'),
    'ACLs are off',
    (v) => at(v, 'rule', 'object_ownership') === 'BucketOwnerEnforced',
  ),
  companion('FSBP S3.5', on('aws_s3_bucket_policy'), 'requests without TLS are denied', (v) =>
    deniesPlainHttp(v['policy']),
  ),
  companion('CKV_AWS_18', on('aws_s3_bucket_logging'), 'access is logged', () => true),
  companion(
    'CKV_AWS_144',
    on('aws_s3_bucket_replication_configuration'),
    'objects are copied to another region',
    () => true,
  ),
  companion('CKV2_AWS_62', on('aws_s3_bucket_notification'), 'changes of objects are announced', () => true),
]

function deniesPlainHttp(policy: unknown): boolean {
  return statementsOf(policy).some(
    (statement) =>
      at(statement, 'Effect') === 'Deny' &&
      at(statement, 'Principal') === '*' &&
      at(statement, 'Action') === 's3:*' &&
      String(at(statement, 'Condition', 'Bool', 'aws:SecureTransport')) === 'false',
  )
}
