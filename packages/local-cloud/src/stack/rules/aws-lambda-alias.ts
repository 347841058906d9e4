import { arnOf } from '../account.ts'
import type { Rule } from './rule.ts'

export const awsLambdaAlias: Rule = {
  type: 'aws_lambda_alias',
  attributes: {
    arn: (block) => {
      const functionName = block.text('function_name').split(':function:').at(-1)
      return arnOf(block.account, 'lambda', `function:${functionName}:${block.text('name')}`)
    },
  },
}
