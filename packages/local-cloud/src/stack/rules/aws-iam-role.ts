import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

function arn(block: Block): string {
  const path = block.argument('path')
  return `arn:aws:iam::${block.account.accountId}:role${typeof path === 'string' ? path : '/'}${nameOf(block)}`
}

export const awsIamRole: Rule = {
  type: 'aws_iam_role',
  attributes: { id: (block) => nameOf(block), name: (block) => nameOf(block), arn },
}
