import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn'
import type { z } from 'zod'
import type { Cloud } from './connection.ts'

/** The latest events of an execution, newest first. */
async function latestEvents(cloud: Cloud, executionArn: string, count: number): Promise<readonly HistoryEvent[]> {
  const answer = await cloud.sfn.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: count }),
  )
  return answer.events ?? []
}

/** Name of the state an execution is in or ended in; '' before the first. */
export async function currentState(cloud: Cloud, executionArn: string): Promise<string> {
  const events = await latestEvents(cloud, executionArn, 50)
  for (const event of events) {
    const name = event.stateEnteredEventDetails?.name
    if (name) return name
  }
  return ''
}

/** Output of a state that has ended, null while it has not. Looks at the first events only: planning comes first. */
export async function exitedOutput<T>(
  cloud: Cloud,
  executionArn: string,
  state: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const answer = await cloud.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 100 }))
  for (const event of answer.events ?? []) {
    const exited = event.stateExitedEventDetails
    if (exited?.name === state) return schema.parse(JSON.parse(exited.output ?? 'null'))
  }
  return null
}
