import type { EngineCore } from '../engine/core.ts'
import type { JsonObject } from '../language/json.ts'
import { ApiError } from './api-error.ts'
import type { Input } from './input.ts'

/** StartSyncExecution: runs an EXPRESS machine and answers when it has ended. */
export async function startSyncExecution(core: EngineCore, input: Input): Promise<JsonObject> {
  const stateMachineArn = input.string('stateMachineArn')
  if (core.programOf(stateMachineArn).type !== 'EXPRESS') {
    throw new ApiError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine')
  }
  const name = input.optionalString('name')
  const traceHeader = input.optionalString('traceHeader')
  const execution = await core.start({
    stateMachineArn,
    input: input.optionalString('input') ?? '{}',
    ...(name === undefined ? {} : { name }),
  })
  await execution.finished
  const stopDate = execution.stopDate ?? core.clock.now()
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.program.stateMachineArn,
    name: execution.name,
    startDate: execution.startDate / 1000,
    stopDate: stopDate / 1000,
    status: execution.status,
    input: execution.input,
    inputDetails: { included: true },
    ...(execution.output === undefined ? {} : { output: execution.output }),
    outputDetails: { included: true },
    ...(execution.error === undefined ? {} : { error: execution.error }),
    ...(execution.cause === undefined ? {} : { cause: execution.cause }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    billingDetails: {
      billedMemoryUsedInMB: 64,
      // Billed in steps of 100 ms, at least one.
      billedDurationInMilliseconds: Math.max(1, Math.ceil((stopDate - execution.startDate) / 100)) * 100,
    },
  }
}
