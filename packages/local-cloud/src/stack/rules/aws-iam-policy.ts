import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

function arn(block: Block): string {
  const path = block.argument('path')
  return `arn:aws:iam::${block.account.accountId}:policy${typeof path === 'string' ? path : '/'}${nameOf(block)}`
}

export const awsIamPolicy: Rule = {
  type: 'aws_iam_policy',
  attributes: { id: arn, name: (block) => nameOf(block), arn },
}
