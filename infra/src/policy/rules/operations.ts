import { each, type Rule } from '../rule.ts'

/** A customer-managed key is named. */
const keyed = (id: string, type: string, name: string, title: string): Rule =>
  each(id, type, title, (v) => (v[name] === undefined || v[name] === '') && `${name} is not set`)

const ONE_YEAR = 365

export const OPERATIONS_RULES: readonly Rule[] = [
  each(
    'CKV_AWS_66',
    'aws_cloudwatch_log_group',
    'logs are not kept for ever',
    (v) => !(Number(v['retention_in_days']) > 0) && 'retention_in_days is not set',
  ),
  keyed('CKV_AWS_158', 'aws_cloudwatch_log_group', 'kms_key_id', 'logs are encrypted with our key'),
  each(
    'CKV_AWS_338',
    'aws_cloudwatch_log_group',
    'logs are kept for a year',
    (v) => Number(v['retention_in_days']) < ONE_YEAR && `kept for ${String(v['retention_in_days'])} days`,
  ),
  each('CKV_AWS_7', 'aws_kms_key', 'keys rotate', (v) => v['enable_key_rotation'] !== true && 'rotation is off'),
  each('CKV2_AWS_64', 'aws_kms_key', 'keys have a policy of ours', (v) => v['policy'] === undefined && 'no policy'),
  keyed('CKV_AWS_27', 'aws_sqs_queue', 'kms_master_key_id', 'queues are encrypted with our key'),
  keyed('CKV_AWS_26', 'aws_sns_topic', 'kms_master_key_id', 'topics are encrypted with our key'),
  keyed('CKV_AWS_297', 'aws_scheduler_schedule', 'kms_key_arn', 'schedules are encrypted with our key'),
  keyed('CKV_AWS_149', 'aws_secretsmanager_secret', 'kms_key_id', 'secrets are encrypted with our key'),
  {
    id: 'CKV2_AWS_57',
    title: 'secrets rotate',
    byReference: true,
    check: (resources) =>
      resources
        .filter((resource) => resource.type === 'aws_secretsmanager_secret')
        .filter(
          (secret) =>
            !resources.some(
              (other) =>
                other.type === 'aws_secretsmanager_secret_rotation' &&
                String(other.values['secret_id']).startsWith(`\${${secret.address}.`),
            ),
        )
        .map(({ address }) => ({ address, problem: 'no aws_secretsmanager_secret_rotation names it' })),
  },
]
