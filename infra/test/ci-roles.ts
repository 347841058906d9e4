import { type Decision, evaluate } from '@hourglass/local-cloud/iam/evaluate'
import { parsePolicy, type Statement } from '@hourglass/local-cloud/iam/policy'
import type { EnvironmentConfig } from '../src/environments/config.ts'
import type { Resource } from '../src/policy/resource.ts'
import { bucketArn, named, roleArn } from '../src/resource-names.ts'
import { type Call, DATA_KEY, keyArn, OPERATIONS_KEY, STATE_KEY } from '../src/rights/call.ts'
import { hasKey, REFERENCE } from '../src/rights/reference.ts'

/** Condition keys that AWS gives every request of a role (IAM user guide, "AWS global condition context keys"). */
const EVERY_REQUEST = ['aws:requestedregion', 'aws:principalarn', 'aws:principalaccount', 'aws:securetransport']

/** References to what only AWS can name, as the table names it. */
function resolved(config: EnvironmentConfig, policy: string): string {
  const state = bucketArn(config, `hourglass-terraform-state-${config.account}-${config.region}`)
  const values: readonly (readonly [string, string])[] = [
    ['aws_s3_bucket.state.arn', state],
    ['aws_kms_key.terraform-state.arn', keyArn(config, STATE_KEY)],
    ['aws_kms_key.data-key.arn', keyArn(config, DATA_KEY)],
    ['aws_kms_key.operations.arn', keyArn(config, OPERATIONS_KEY)],
  ]
  return values.reduce((text, [reference, value]) => text.replaceAll(`\${${reference}}`, value), policy)
}

/** Statements of a policy of the bootstrap stack, by the name of the role or policy after `hourglass-<env>-`. */
export function bootstrapPolicy(
  config: EnvironmentConfig,
  resources: readonly Resource[],
  name: 'plan' | 'drift' | 'deploy' | 'boundary',
): readonly Statement[] {
  const names = [
    named(config, name),
    ...(name === 'deploy' ? ['network', 'resources'].map((id) => named(config, `deploy-${id}`)) : []),
  ]
  const found = resources.filter(
    ({ type, values }) => /^aws_iam_(role_)?policy$/.test(type) && names.includes(String(values['name'])),
  )
  if (found.length !== names.length) throw new Error(`the bootstrap stack has ${found.length} of ${names.join(', ')}`)
  return found.flatMap(({ values }) => parsePolicy(resolved(config, String(values['policy'])), String(values['name'])))
}

/**
 * Decides a call as AWS would: with the condition keys that AWS documents for the action, and no others.
 * @throws Error for an action or a key that the Service Authorization Reference does not have
 */
export function decideCall(config: EnvironmentConfig, statements: readonly Statement[], call: Call): Decision {
  const action = REFERENCE.get(call.action)
  if (action === undefined) throw new Error(`${call.action} is not in service-reference.json; see extract-reference.ts`)
  const context = new Map<string, string>([
    ['aws:requestedregion', config.region],
    ['aws:principalarn', roleArn(config, 'deploy')],
    ['aws:principalaccount', config.account],
    ['aws:securetransport', 'true'],
  ])
  const tags = { project: 'hourglass', environment: config.name }
  for (const [tag, value] of Object.entries(tags)) {
    if (call.tags === 'ours' && hasKey(action, `aws:ResourceTag/${tag}`)) context.set(`aws:resourcetag/${tag}`, value)
    if (call.brings && hasKey(action, `aws:RequestTag/${tag}`)) context.set(`aws:requesttag/${tag}`, value)
  }
  for (const [key, value] of Object.entries(call.context)) {
    if (!hasKey(action, key)) throw new Error(`AWS documents no condition key ${key} for ${call.action}`)
    context.set(key.toLowerCase(), value)
  }
  // A key that AWS does not send with the action is absent, and so decided.
  const decides = (key: string) =>
    EVERY_REQUEST.includes(key.toLowerCase()) || /^(aws|iam|kms|ec2|rds|secretsmanager):/i.test(key)
  return evaluate(statements, { action: call.action, resource: call.on, context, decides })
}
