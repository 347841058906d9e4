import { at, type Resource } from '../resource.ts'
import { each, type Rule } from '../rule.ts'

const fn = (id: string, title: string, problem: (values: Resource['values']) => string | false) =>
  each(id, 'aws_lambda_function', title, problem)

/** AWS access keys, and variables that by their name hold the secret itself rather than its ARN. */
const ACCESS_KEY = /AKIA[0-9A-Z]{16}/
const SECRET_NAME = /PASSWORD|PRIVATE_KEY|SECRET_KEY|_TOKEN$/

/** Runtimes that Lambda still updates (Lambda developer guide, "Lambda runtimes"). */
const CURRENT_RUNTIMES = ['nodejs22.x', 'nodejs24.x']

export const WORKER_RULES: readonly Rule[] = [
  fn('CKV_AWS_45', 'variables hold no secret', (v) => {
    const variables = Object.entries(Object(at(v, 'environment', 'variables')))
    const bad = variables.find(([name, value]) => SECRET_NAME.test(name) || ACCESS_KEY.test(String(value)))
    return bad !== undefined && `variable ${bad[0]} holds a secret; give the ARN of one`
  }),
  fn('CKV_AWS_50', 'invocations are traced', (v) => at(v, 'tracing_config', 'mode') !== 'Active' && 'tracing is off'),
  fn(
    'CKV_AWS_115',
    'concurrency is limited',
    (v) => !(Number(v['reserved_concurrent_executions']) > 0) && 'no reserved concurrency',
  ),
  fn(
    'CKV_AWS_116',
    'asynchronous failures are kept',
    (v) => v['dead_letter_config'] === undefined && 'no dead letters',
  ),
  fn('CKV_AWS_117', 'the function is in a network', (v) => at(v, 'vpc_config') === undefined && 'no vpc_config'),
  fn('CKV_AWS_173', 'variables are encrypted with our key', (v) => v['kms_key_arn'] === undefined && 'no kms_key_arn'),
  fn(
    'CKV_AWS_272',
    'code is signed',
    (v) => v['code_signing_config_arn'] === undefined && 'no code_signing_config_arn',
  ),
  fn(
    'CKV_AWS_363',
    'the runtime is a current one',
    (v) => !CURRENT_RUNTIMES.includes(String(v['runtime'])) && `runtime ${String(v['runtime'])} is not current`,
  ),
  each(
    'CKV_AWS_364',
    'aws_lambda_permission',
    'a service may invoke a function only on behalf of a named resource',
    (v) =>
      String(v['principal']).endsWith('.amazonaws.com') &&
      v['source_arn'] === undefined &&
      v['source_account'] === undefined &&
      `${String(v['principal'])} may invoke it for anybody: neither source_arn nor source_account is set`,
  ),
  each(
    'CKV_AWS_284',
    'aws_sfn_state_machine',
    'executions are traced',
    (v) => at(v, 'tracing_configuration', 'enabled') !== true && 'tracing is off',
  ),
  each('CKV_AWS_285', 'aws_sfn_state_machine', 'executions are logged', (v) => {
    const level = at(v, 'logging_configuration', 'level')
    return (level === undefined || level === 'OFF') && 'logging is off'
  }),
]
