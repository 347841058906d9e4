import type { EngineCore } from '../engine/core.ts'
import type { StateMachine } from '../engine/state-machine.ts'
import { ApiError } from './api-error.ts'

/** The machine of an ARN without version or alias. @throws ApiError StateMachineDoesNotExist or InvalidArn */
export function machineOrFail(core: EngineCore, arn: string): StateMachine {
  const machine = core.registry.machines.get(arn)
  if (machine !== undefined) return machine
  if (!/^arn:[^:]+:states:[^:]*:\d*:stateMachine:.+/.test(arn))
    throw new ApiError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`)
  throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
}
