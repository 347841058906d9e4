import { arnOf } from '../account.ts'
import type { Block, Rule } from './rule.ts'

const arn = (block: Block): string => arnOf(block.account, 'lambda', `function:${block.text('function_name')}`)

export const awsLambdaFunction: Rule = {
  type: 'aws_lambda_function',
  attributes: {
    id: (block) => block.text('function_name'),
    arn,
    version: () => '$LATEST',
    qualified_arn: (block) => `${arn(block)}:$LATEST`,
    invoke_arn: (block) =>
      `arn:aws:apigateway:${block.account.region}:lambda:path/2015-03-31/functions/${arn(block)}/invocations`,
  },
}
