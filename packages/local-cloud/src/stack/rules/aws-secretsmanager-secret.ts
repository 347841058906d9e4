import { arnOf, stableId } from '../account.ts'
import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

/** AWS ends a secret's ARN with six random characters. */
const arn = (block: Block): string =>
  arnOf(block.account, 'secretsmanager', `secret:${nameOf(block)}-${stableId(block.id, 6)}`)

export const awsSecretsmanagerSecret: Rule = {
  type: 'aws_secretsmanager_secret',
  attributes: { id: arn, arn, name: (block) => nameOf(block) },
}
