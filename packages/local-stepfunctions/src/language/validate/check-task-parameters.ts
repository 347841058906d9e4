import { isObject, type JsonObject } from '../json.ts'
import type { FlowFacts } from './check-flow.ts'

/** Parameters that optimised integrations cannot do without. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:deleteItem': ['TableName', 'Key'],
  'dynamodb:getItem': ['TableName', 'Key'],
  'dynamodb:putItem': ['TableName', 'Item'],
  'dynamodb:updateItem': ['TableName', 'Key'],
  'events:putEvents': ['Entries'],
  'lambda:invoke': ['FunctionName'],
  'sns:publish': ['Message'],
  'sqs:sendMessage': ['QueueUrl', 'MessageBody'],
  'states:startExecution': ['StateMachineArn'],
}

const INTEGRATION = /^arn:[^:]+:states:[^:]*:[^:]*:([a-z]+:[A-Za-z]+)(?:\.[A-Za-z]+(?::2)?)?$/

/** Checks that a Task gives the parameters that the action it calls cannot do without. */
export function checkTaskParameters(state: JsonObject, at: string, { machine, language }: FlowFacts): void {
  const { Resource } = state
  const action = typeof Resource === 'string' ? INTEGRATION.exec(Resource)?.[1] : undefined
  const required = action === undefined || !Object.hasOwn(REQUIRED, action) ? [] : (REQUIRED[action] ?? [])
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters'
  const parameters = state[field] ?? null
  if (!isObject(parameters)) return
  for (const name of required) {
    if (!Object.hasOwn(parameters, name) && !Object.hasOwn(parameters, `${name}.$`))
      machine.problems.schema(`The field '${name}' is required but was missing`, `${at}/${field}`)
  }
}
