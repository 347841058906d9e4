import { arnOf } from '../account.ts'
import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

const arn = (block: Block): string => arnOf(block.account, 'sns', nameOf(block))

export const awsSnsTopic: Rule = {
  type: 'aws_sns_topic',
  attributes: { id: arn, arn, name: (block) => nameOf(block), owner: ({ account }) => account.accountId },
}
