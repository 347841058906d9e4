import { InvokeCommand } from '@aws-sdk/client-lambda'
import { z } from 'zod'
import type { TestLocal } from './test-local.ts'

const thrown = z.object({ errorType: z.string(), errorMessage: z.string() })

/** Calls one worker by itself, as the state machine would; an error comes back as its name and message. */
export async function invoke(
  cloud: TestLocal,
  worker: string,
  event: unknown,
): Promise<{ readonly result: unknown; readonly error: z.infer<typeof thrown> | null }> {
  const aws = cloud.local.cloud
  const answer = await aws.lambda.send(
    new InvokeCommand({ FunctionName: aws.functionName(worker), Payload: JSON.stringify(event) }),
  )
  const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString())
  return answer.FunctionError === undefined
    ? { result: payload, error: null }
    : { result: null, error: thrown.parse(payload) }
}
