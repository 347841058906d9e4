import type { InvokeFunction } from '@hourglass/local-stepfunctions/integrations/ports'
import type { AsyncInvoker } from './async-invoker.ts'
import type { LambdaRuntime } from './lambda-runtime.ts'

/** Lambda as a state machine engine calls it. */
export function invokePort(runtime: LambdaRuntime, functions: AsyncInvoker): InvokeFunction {
  return async ({ functionArn, qualifier, payload, invocationType }) => {
    const executedVersion = runtime.resolve(functionArn, qualifier).version
    if (invocationType === 'Event') {
      functions.send(functionArn, payload, qualifier)
      return { statusCode: 202, executedVersion, payload: '' }
    }
    if (invocationType === 'DryRun') {
      return { statusCode: 204, executedVersion, payload: '' }
    }
    const { payload: result, functionError } = await runtime.invoke({ functionName: functionArn, qualifier, payload })
    const answer = { statusCode: 200, executedVersion, payload: result }
    return functionError === undefined ? answer : { ...answer, functionError }
  }
}
