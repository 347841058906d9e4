import { arnOf } from '../account.ts'
import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

const arn = (block: Block): string => arnOf(block.account, 'states', `stateMachine:${nameOf(block)}`)

export const awsSfnStateMachine: Rule = {
  type: 'aws_sfn_state_machine',
  attributes: { id: arn, arn, name: (block) => nameOf(block), status: () => 'ACTIVE' },
}
