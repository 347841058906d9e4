import { arnOf } from '../account.ts'
import { nameOf } from './names.ts'
import type { Rule } from './rule.ts'

/** Groups that database instances name: their id is their name. */
function groupRule(type: string, arnKind: string): Rule {
  return {
    type,
    attributes: {
      id: (block) => nameOf(block),
      name: (block) => nameOf(block),
      arn: (block) => arnOf(block.account, 'rds', `${arnKind}:${nameOf(block)}`),
    },
  }
}

export const dbGroupRules: readonly Rule[] = [
  groupRule('aws_db_parameter_group', 'pg'),
  groupRule('aws_db_subnet_group', 'subgrp'),
]
