import { isObject, type Json, type JsonObject, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import { AccessDeniedError, type Authorize } from '../services/authorize.ts'
import { type Account, arnOf } from '../stack/account.ts'
import { StackError } from '../stack/errors.ts'
import type { CloudModel, StateMachineModel } from '../stack/model/model.ts'

/** The rule through which Step Functions hears that an execution started with `.sync` has ended. */
const SYNC_RULE = 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'

interface Need {
  readonly action: string
  readonly resource: string
}

/**
 * Checks what Step Functions itself does in a machine's name and no call here shows: running Distributed Maps and
 * waiting for `.sync` executions.
 * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html#sync-async-iam-policies
 * @throws StackError naming every grant that is missing
 */
export async function checkMachineGrants(model: CloudModel, authorize: Authorize): Promise<void> {
  const problems: string[] = []
  for (const machine of model.stateMachines) {
    for (const need of needsOf(machine, model.account)) {
      try {
        await authorize({ principal: machine.roleArn, ...need, context: {} })
      } catch (error) {
        if (!(error instanceof AccessDeniedError)) throw error
        problems.push(`${machine.id}: ${error.message}`)
      }
    }
  }
  if (problems.length > 0) throw new StackError(problems.join('\n'))
}

function needsOf(machine: StateMachineModel, account: Account): readonly Need[] {
  const states = statesIn(tryParseJson(machine.definition))
  const needs: Need[] = []
  const execution = (name: string): string => arnOf(account, 'states', `execution:${name}`)
  if (states.some(isDistributedMap)) {
    needs.push(
      { action: 'states:StartExecution', resource: machine.arn },
      { action: 'states:DescribeExecution', resource: execution(`${machine.name}:run`) },
      { action: 'states:StopExecution', resource: execution(`${machine.name}:run`) },
      { action: 'states:RedriveExecution', resource: execution(`${machine.name}/label:run`) },
    )
  }
  for (const target of new Set(states.flatMap(syncTarget))) {
    needs.push(
      { action: 'states:DescribeExecution', resource: execution(`${target}:run`) },
      { action: 'states:StopExecution', resource: execution(`${target}:run`) },
      ...['PutTargets', 'PutRule', 'DescribeRule'].map((name) => ({
        action: `events:${name}`,
        resource: arnOf(account, 'events', SYNC_RULE),
      })),
    )
  }
  return needs
}

/** Every state, also those inside Parallel and Map states. */
function statesIn(flow: Json | undefined): readonly JsonObject[] {
  const states = isObject(flow) && isObject(flow['States']) ? Object.values(flow['States']).filter(isObject) : []
  return states.flatMap((state) => {
    const branches = Array.isArray(state['Branches']) ? state['Branches'] : []
    return [state, ...[...branches, state['ItemProcessor'], state['Iterator']].flatMap(statesIn)]
  })
}

function isDistributedMap(state: JsonObject): boolean {
  const processor = state['ItemProcessor'] ?? state['Iterator']
  const config = isObject(processor) ? processor['ProcessorConfig'] : undefined
  return isObject(config) && config['Mode'] === 'DISTRIBUTED'
}

/** Name of the machine that a `.sync` task starts; none when it is chosen at run time. */
function syncTarget(state: JsonObject): readonly string[] {
  const { Resource, Parameters, Arguments } = state
  if (typeof Resource !== 'string' || !/:states:startExecution\.sync(:2)?$/.test(Resource)) return []
  const call = Parameters ?? Arguments
  const arn = isObject(call) ? call['StateMachineArn'] : undefined
  const [, name] = typeof arn === 'string' ? (/:stateMachine:([^:]+)/.exec(arn) ?? []) : []
  return name === undefined ? [] : [name]
}
