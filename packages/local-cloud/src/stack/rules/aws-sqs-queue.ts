import { arnOf } from '../account.ts'
import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

const url = (block: Block): string =>
  `https://sqs.${block.account.region}.amazonaws.com/${block.account.accountId}/${nameOf(block)}`

export const awsSqsQueue: Rule = {
  type: 'aws_sqs_queue',
  attributes: {
    id: url,
    url,
    name: (block) => nameOf(block),
    arn: (block) => arnOf(block.account, 'sqs', nameOf(block)),
  },
}
