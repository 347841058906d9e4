import { StateFailure, runtimeFailure } from '../language/failure.ts'
import { isObject, type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import { unlessCancelled } from '../run/cancellation.ts'
import type { Execution } from '../run/execution.ts'
import type { TaskCall } from '../run/task-call.ts'
import { checkAllowed } from './guard.ts'
import type { Authorize } from './ports.ts'
import { serviceFailure } from './service-errors.ts'

const STYLE = { prefix: 'StepFunctions', service: 'AWSStepFunctions' }

/** The part of the engine that starts and stops executions. */
export interface ExecutionControl {
  /** @throws Error named as in the Step Functions API */
  start(request: { stateMachineArn: string; name?: string; input: string }): Promise<Execution>
  /** An execution by its ARN; undefined when there is none. */
  find(executionArn: string): Execution | undefined
  /** Does nothing when the execution is over. */
  stop(executionArn: string, error: string | undefined, cause: string | undefined): Promise<void>
}

/** `states:startExecution`, without waiting, `.sync` or `.sync:2`. @throws StateFailure */
export async function startExecution(
  call: TaskCall,
  control: ExecutionControl,
  authorize: Authorize | undefined,
): Promise<Json> {
  if (!isObject(call.parameters)) throw runtimeFailure('The Parameters of states:startExecution must be an object.')
  const { StateMachineArn, Input, Name } = call.parameters
  if (typeof StateMachineArn !== 'string')
    throw runtimeFailure('The Parameters of states:startExecution must have a StateMachineArn.')
  const input = typeof Input === 'string' ? Input : JSON.stringify(Input ?? {})
  const { executionArn } = call.resumed ?? {}
  const earlier = executionArn === undefined ? undefined : control.find(executionArn)
  if (earlier !== undefined) return waitForEnd(call, earlier, control, authorize)
  let execution: Execution
  try {
    await checkAllowed(authorize, call.roleArn, 'states:StartExecution', StateMachineArn)
    execution = await control.start({
      stateMachineArn: StateMachineArn,
      input,
      ...(typeof Name === 'string' ? { name: Name } : {}),
    })
  } catch (error) {
    throw serviceFailure(error, STYLE)
  }
  const started = { ExecutionArn: execution.arn, StartDate: execution.startDate / 1000 }
  if (call.resource.pattern === 'requestResponse' || call.resource.pattern === 'waitForTaskToken') return started
  call.submitted(started)
  call.remember({ executionArn: execution.arn })
  return waitForEnd(call, execution, control, authorize)
}

/** What Step Functions needs to watch the other execution ("Call Step Functions from Step Functions"). */
async function checkWatching(call: TaskCall, execution: Execution, authorize: Authorize | undefined): Promise<void> {
  const [, , , region = '', account = ''] = execution.arn.split(':')
  const rule = `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`
  for (const action of ['states:DescribeExecution', 'states:StopExecution'])
    await checkAllowed(authorize, call.roleArn, action, execution.arn)
  for (const action of ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'])
    await checkAllowed(authorize, call.roleArn, action, rule)
}

async function waitForEnd(
  call: TaskCall,
  execution: Execution,
  control: ExecutionControl,
  authorize: Authorize | undefined,
): Promise<Json> {
  try {
    await checkWatching(call, execution, authorize)
  } catch (error) {
    void control.stop(execution.arn, undefined, 'The parent task may not watch it.')
    throw serviceFailure(error, STYLE)
  }
  // A task that is stopped or times out stops what it started.
  const release = call.cancellation.onCancel((reason) => {
    if (reason.kind === 'shutdown') return
    void control.stop(execution.arn, undefined, 'The parent task was stopped.')
  })
  try {
    await unlessCancelled(call.cancellation, execution.finished)
  } finally {
    release()
  }
  const description = describe(execution, call.resource.pattern === 'sync:2')
  if (execution.status === 'SUCCEEDED') return description
  throw new StateFailure('States.TaskFailed', JSON.stringify(description), { fromTask: true })
}

function describe(execution: Execution, parsed: boolean): JsonObject {
  const text = (value: string | undefined): Json =>
    value === undefined ? null : parsed ? (tryParseJson(value) ?? value) : value
  const description: JsonObject = {
    ExecutionArn: execution.arn,
    Input: text(execution.input),
    InputDetails: { Included: true },
    Name: execution.name,
    RedriveCount: execution.redriveCount,
    StartDate: execution.startDate,
    StateMachineArn: execution.program.stateMachineArn,
    Status: execution.status,
    StopDate: execution.stopDate ?? null,
  }
  if (execution.output !== undefined) {
    description['Output'] = text(execution.output)
    description['OutputDetails'] = { Included: true }
  }
  if (execution.error !== undefined) description['Error'] = execution.error
  if (execution.cause !== undefined) description['Cause'] = execution.cause
  return description
}
