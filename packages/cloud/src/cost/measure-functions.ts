import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs'
import { resourceName } from '@hourglass/contracts/names'
import { z } from 'zod'
import { pages } from './measure-executions.ts'
import type { Stacks } from './stacks.ts'
import type { RunUsage } from './usage.ts'

/** Bytes that CloudWatch Logs adds to each event when it counts what is ingested. */
const EVENT_OVERHEAD = 26
/** Milliseconds after the last execution in which the last reports are written. */
const REPORT_DELAY_MS = 2000

/** The report that Lambda logs for each invocation, in the JSON log format. */
const report = z.object({
  type: z.literal('platform.report'),
  record: z.object({ metrics: z.object({ billedDurationMs: z.number(), memorySizeMB: z.number() }) }),
})

export interface FunctionUsage {
  readonly functions: RunUsage['functions']
  readonly logBytes: number
}

/**
 * Reads the logs of every function of the stacks from the start of a run to its end: what Lambda billed for each
 * invocation, and how much was logged. Another run in the same time is counted too.
 */
export async function measureFunctions(
  logs: CloudWatchLogsClient,
  stacks: Stacks,
  environment: string,
  window: { readonly from: Date; readonly to: Date },
): Promise<FunctionUsage> {
  const functions: Record<string, RunUsage['functions'][string]> = {}
  let logBytes = 0
  for (const resource of stacks.of('aws_lambda_function')) {
    const { function_name: name, logging_config: logging } = lambdaFunction.parse(resource.values)
    const messages = await messagesOf(logs, stacks.nameIn(resource, logging.log_group), window)
    const usage = usageOf(messages)
    logBytes += usage.logBytes
    if (usage.requests === 0) continue
    const { requests, billedSeconds, gbSeconds } = usage
    functions[name.slice(resourceName(environment, '').length)] = { requests, billedSeconds, gbSeconds }
  }
  return { functions, logBytes }
}

const lambdaFunction = z.object({ function_name: z.string(), logging_config: z.object({ log_group: z.string() }) })

/** What the lines of one function's log add up to. */
export function usageOf(messages: readonly string[]): RunUsage['functions'][string] & { readonly logBytes: number } {
  let [requests, billedMs, megabyteMs, logBytes] = [0, 0, 0, 0]
  for (const message of messages) {
    logBytes += Buffer.byteLength(message) + EVENT_OVERHEAD
    const metrics = metricsOf(message)
    if (!metrics) continue
    requests += 1
    billedMs += metrics.billedDurationMs
    megabyteMs += metrics.billedDurationMs * metrics.memorySizeMB
  }
  return { requests, billedSeconds: billedMs / 1000, gbSeconds: megabyteMs / 1000 / 1024, logBytes }
}

function metricsOf(message: string): z.infer<typeof report>['record']['metrics'] | null {
  if (!message.includes('"platform.report"')) return null
  const parsed = report.safeParse(JSON.parse(message))
  return parsed.success ? parsed.data.record.metrics : null
}

async function messagesOf(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<string[]> {
  const range = { startTime: Number(from), endTime: Number(to) + REPORT_DELAY_MS }
  try {
    return await pages(async (nextToken) => {
      const answer = await logs.send(new FilterLogEventsCommand({ logGroupName, ...range, ...nextToken }))
      return { items: (answer.events ?? []).map(({ message }) => message ?? ''), nextToken: answer.nextToken }
    })
  } catch (thrown) {
    // A function that was never called has no group yet.
    if (thrown instanceof ResourceNotFoundException) return []
    throw thrown
  }
}
