import { arnOf } from '../account.ts'
import type { Block, Rule } from './rule.ts'

/** Nothing was ever published before here, so the first published version is 1. */
export function versionOf(block: Block): string {
  return block.argument('publish') === true ? '1' : '$LATEST'
}

const arn = (block: Block): string => arnOf(block.account, 'lambda', `function:${block.text('function_name')}`)

export const awsLambdaFunction: Rule = {
  type: 'aws_lambda_function',
  attributes: {
    id: (block) => block.text('function_name'),
    arn,
    version: versionOf,
    qualified_arn: (block) => `${arn(block)}:${versionOf(block)}`,
    invoke_arn: (block) =>
      `arn:aws:apigateway:${block.account.region}:lambda:path/2015-03-31/functions/${arn(block)}/invocations`,
  },
}
