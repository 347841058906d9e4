import type { Statement } from './policy.ts'

/**
 * Condition keys that a call here has a value for, or that a call on AWS would not have either. Lower case; a trailing
 * `*` stands for anything. A key that is not here cannot be decided, and is told by name instead of being ignored.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const DECIDED = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:resourceaccount',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:viaawsservice',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
  's3:resourceaccount',
  's3:authtype',
  's3:signatureversion',
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:if-none-match',
  's3:if-match',
  'kms:viaservice',
  'kms:calleraccount',
  'kms:encryptioncontext:*',
  'secretsmanager:secretid',
  'secretsmanager:versionid',
  'secretsmanager:versionstage',
  'states:statemachinequalifier',
]

/** Whether a condition on this key can be decided. */
export function isDecided(key: string): boolean {
  const lower = key.toLowerCase()
  return DECIDED.some((known) => (known.endsWith('*') ? lower.startsWith(known.slice(0, -1)) : known === lower))
}

/** A condition whose key has no value here. */
export interface UndecidedCondition {
  /** Policy and statement. */
  readonly origin: string
  readonly key: string
}

/** The conditions of some statements that cannot be decided. */
export function undecidedConditions(statements: readonly Statement[]): readonly UndecidedCondition[] {
  return statements.flatMap(({ origin, conditions }) =>
    conditions.filter(({ key }) => !isDecided(key)).map(({ key }) => ({ origin, key })),
  )
}
