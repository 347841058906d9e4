import type { Engine } from '@hourglass/local-stepfunctions/engine'
import { isObject, type Json, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import type { JsonService } from '../http/service.ts'
import { StackError } from '../stack/errors.ts'
import type { StateMachineModel } from '../stack/model/model.ts'
import { AccessDeniedError, type Authorize } from './authorize.ts'

const PREFIX = 'AWSStepFunctions.'

/** Request fields that name what a call is about, the more special ones first. */
const RESOURCE_FIELDS = ['executionArn', 'mapRunArn', 'stateMachineArn', 'resourceArn']

/** The Step Functions API with the callers' policies applied. */
export function stepFunctionsService(engine: Engine, authorize: Authorize): JsonService {
  return async (target, body, { principal }) => {
    const input = tryParseJson(body)
    const action = `states:${target.slice(PREFIX.length)}`
    try {
      await authorize({ principal, action, resource: resourceOf(input), context: {} })
    } catch (error) {
      if (!(error instanceof AccessDeniedError)) throw error
      const answer = { __type: error.name, message: error.message }
      return { status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(answer) }
    }
    return engine.handleRequest(target, body)
  }
}

function resourceOf(input: Json | undefined): string {
  const fields = isObject(input) ? RESOURCE_FIELDS.map((field) => input[field]) : []
  return fields.find((value) => typeof value === 'string') ?? '*'
}

/** Calls the engine in our own name. @throws Error with the API's error name and message */
export async function callEngine(engine: Engine, operation: string, input: Json): Promise<Json> {
  const { status, body } = await engine.handleRequest(`${PREFIX}${operation}`, JSON.stringify(input))
  const answer = tryParseJson(body) ?? null
  if (status === 200) return answer
  const { __type, message } = isObject(answer) ? answer : { __type: 'ServiceException', message: body }
  const error = new Error(typeof message === 'string' ? message : body)
  error.name = typeof __type === 'string' ? __type : 'ServiceException'
  throw error
}

/** A machine that an earlier start has kept gets today's definition, as a deployment would give it. */
async function createOrUpdate(engine: Engine, machine: StateMachineModel): Promise<void> {
  const { name, arn, definition, roleArn, type } = machine
  try {
    await callEngine(engine, 'CreateStateMachine', { name, definition, roleArn, type })
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'StateMachineAlreadyExists') throw error
    await callEngine(engine, 'UpdateStateMachine', { stateMachineArn: arn, definition, roleArn })
  }
}

/** Makes the machines of the stacks. @throws StackError naming each machine that AWS would refuse, with the reason */
export async function createStateMachines(engine: Engine, machines: readonly StateMachineModel[]): Promise<void> {
  const problems: string[] = []
  for (const machine of machines) {
    try {
      await createOrUpdate(engine, machine)
    } catch (error) {
      problems.push(`${machine.id}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`)
    }
  }
  if (problems.length > 0) throw new StackError(`state machines that cannot be made:\n${problems.join('\n')}`)
}
