import { nameOf } from './names.ts'
import type { Rule } from './rule.ts'

export const awsIamRolePolicy: Rule = {
  type: 'aws_iam_role_policy',
  attributes: { id: (block) => `${block.text('role')}:${nameOf(block)}`, name: (block) => nameOf(block) },
}
