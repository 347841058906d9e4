import type { EnvironmentName } from '@hourglass/contracts/environment'

/** A finding that we live with. It ends: past `expires` the test suite asks again. */
export interface Suppression {
  readonly rule: string
  /** Addresses as `<stack>/<type>.<id>`. */
  readonly at: RegExp
  /** Absent: in every environment. */
  readonly environments?: readonly EnvironmentName[]
  readonly reason: string
  /** ISO date. */
  readonly expires: string
}

const NEXT_REVIEW = '2027-12-31'
const SMALL: readonly EnvironmentName[] = ['local', 'dev']
const NOT_PROD: readonly EnvironmentName[] = ['local', 'dev', 'staging']

export const SUPPRESSIONS: readonly Suppression[] = [
  {
    rule: 'CKV_AWS_18',
    at: /^(pipeline|bootstrap)\/aws_s3_bucket\./,
    reason:
      'CloudTrail data events are the organisation-wide record of access; a second log would need its own bucket.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV_AWS_144',
    at: /^(pipeline|bootstrap)\/aws_s3_bucket\./,
    reason: 'Parts can be extracted again from the source, and state keeps 90 days of versions.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV2_AWS_62',
    at: /^(pipeline|bootstrap)\/aws_s3_bucket\./,
    reason: 'Step Functions drives the work; nothing waits for an object.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV_AWS_116',
    at: /^(pipeline|data)\/aws_lambda_function\./,
    reason: 'Step Functions and Terraform invoke the functions synchronously and see each failure themselves.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV_AWS_173',
    at: /^(pipeline|data)\/aws_lambda_function\./,
    reason: 'The variables are names and ARNs; a key would add a KMS call to each cold start for nothing.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV_AWS_272',
    at: /^(pipeline|data)\/aws_lambda_function\./,
    reason: 'Only the deploy role can change code, from one GitHub environment; the zip hash is in the plan.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV2_AWS_57',
    at: /^data\/aws_secretsmanager_secret\./,
    reason: 'Master passwords rotate by RDS; a masking key must not (masked values would no longer match).',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV_AWS_157',
    at: /^data\/aws_db_instance\./,
    environments: NOT_PROD,
    reason: 'One zone is enough where nobody depends on it; a run after a restore makes the data whole again.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV_AWS_293',
    at: /^data\/aws_db_instance\./,
    environments: SMALL,
    reason: 'A development environment is torn down and made again.',
    expires: NEXT_REVIEW,
  },
  {
    rule: 'CKV_AWS_338',
    at: /\/aws_cloudwatch_log_group\./,
    environments: NOT_PROD,
    reason: 'Logs of tests are of no use after a quarter.',
    expires: NEXT_REVIEW,
  },
]
