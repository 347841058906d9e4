import { parseInput } from '@hourglass/pipeline/deps'
import type { z } from 'zod'

/** The part of Lambda's context that workers use (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html). */
export interface LambdaContext {
  readonly awsRequestId: string
}

export type LambdaHandler<Result> = (event: unknown, context: LambdaContext) => Promise<Result>

/** What a use case may know of the invocation it runs in. */
export interface Invocation {
  /** Unique to this invocation; part keys carry it, because a timed-out worker keeps writing. */
  readonly attempt: string
}

/**
 * A Lambda handler: parses the event, then calls `run`.
 *
 * @throws InvalidInputError naming every field of the event that is wrong
 */
export function worker<Event, Result>(
  schema: z.ZodType<Event>,
  run: (event: Event, invocation: Invocation) => Promise<Result>,
): LambdaHandler<Result> {
  return (event, context) =>
    run(parseInput(schema, "the step's input", event), {
      attempt: context.awsRequestId.replaceAll('-', '').slice(0, 8),
    })
}
