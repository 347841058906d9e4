import { at, blocks, type Resource } from '../resource.ts'
import { each, type Rule } from '../rule.ts'

const db = (id: string, title: string, problem: (values: Resource['values']) => string | false) =>
  each(id, 'aws_db_instance', title, problem)

const isOn = (id: string, name: string, title: string) =>
  db(id, title, (v) => v[name] !== true && `${name} is not true`)

/** Value of a parameter in the parameter group that an instance uses. */
function parameter(instance: Resource, resources: readonly Resource[], names: readonly string[]): string | undefined {
  const group = resources.find(
    (other) =>
      other.type === 'aws_db_parameter_group' &&
      other.stack === instance.stack &&
      String(instance.values['parameter_group_name']).startsWith(`\${${other.address}.`),
  )
  const found = blocks(group?.values['parameter']).find((each_) => names.includes(String(at(each_, 'name'))))
  return found === undefined ? undefined : String(at(found, 'value'))
}

function parameterRule(id: string, title: string, names: readonly string[], good: (value: string) => boolean): Rule {
  return {
    id,
    title,
    byReference: true,
    check: (resources) =>
      resources
        .filter((resource) => resource.type === 'aws_db_instance')
        .filter((instance) => !good(parameter(instance, resources, names) ?? ''))
        .map((instance) => ({
          address: instance.address,
          problem: `its parameter group sets none of ${names.join(', ')}`,
        })),
  }
}

export const DATABASE_RULES: readonly Rule[] = [
  isOn('CKV_AWS_16', 'storage_encrypted', 'storage is encrypted'),
  db('CKV_AWS_17', 'the database is private', (v) => v['publicly_accessible'] !== false && 'it may be public'),
  db('CKV_AWS_118', 'enhanced monitoring is on', (v) => !(Number(v['monitoring_interval']) > 0) && 'not monitored'),
  db(
    'CKV_AWS_129',
    'logs are exported',
    (v) => blocks(v['enabled_cloudwatch_logs_exports']).length === 0 && 'no log is exported',
  ),
  db('CKV_AWS_133', 'backups are kept', (v) => !(Number(v['backup_retention_period']) > 0) && 'no backup is kept'),
  isOn('CKV_AWS_157', 'multi_az', 'a second zone stands by'),
  isOn('CKV_AWS_161', 'iam_database_authentication_enabled', 'people log in with IAM'),
  db(
    'CKV_AWS_211',
    'the certificate authority is a current one',
    (v) => !String(v['ca_cert_identifier']).startsWith('rds-ca-') && 'ca_cert_identifier is not set',
  ),
  isOn('CKV_AWS_226', 'auto_minor_version_upgrade', 'minor versions come by themselves'),
  isOn('CKV_AWS_293', 'deletion_protection', 'the database cannot be deleted by accident'),
  isOn('CKV_AWS_353', 'performance_insights_enabled', 'Performance Insights is on'),
  db(
    'CKV_AWS_354',
    'Performance Insights is encrypted with our key',
    (v) => v['performance_insights_kms_key_id'] === undefined && 'performance_insights_kms_key_id is not set',
  ),
  isOn('CKV2_AWS_60', 'copy_tags_to_snapshot', 'snapshots carry the tags'),
  parameterRule(
    'CKV2_AWS_30',
    'slow queries are logged',
    ['log_min_duration_statement', 'slow_query_log'],
    (value) => Number(value) > 0,
  ),
  parameterRule(
    'CKV2_AWS_69',
    'connections without TLS are refused',
    ['rds.force_ssl', 'require_secure_transport'],
    (value) => value === '1',
  ),
]
