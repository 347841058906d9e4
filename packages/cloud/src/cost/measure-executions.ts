import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListMapRunsCommand,
} from '@aws-sdk/client-sfn'
import { present } from '@hourglass/core/errors'
import pLimit from 'p-limit'
import { z } from 'zod'
import type { Cloud } from '../connection.ts'
import type { RunUsage } from './usage.ts'

/** What the executions of a run add up to, and when the last one ended. */
export interface ExecutionUsage extends Omit<RunUsage['stepFunctions'], 'expressGbSeconds'> {
  readonly expressGbSeconds: number
  readonly endedAt: Date
}

/** Executions looked at together: AWS allows 20 histories a second. */
const AT_ONCE = 5
/** EXPRESS is charged by 100 ms and 64 MB (https://aws.amazon.com/step-functions/pricing/). */
const EXPRESS_STEP_MS = 100
const EXPRESS_GB = 64 / 1024

interface Totals {
  executions: number
  transitions: number
  expressRequests: number
  expressSteps: number
  endedAt: number
}

/** Follows a run to every execution that it started, however deep, and counts what Step Functions charges for. */
export async function measureExecutions(cloud: Cloud, runArn: string): Promise<ExecutionUsage> {
  const totals: Totals = { executions: 0, transitions: 0, expressRequests: 0, expressSteps: 0, endedAt: 0 }
  const limit = pLimit(AT_ONCE)
  let wave = [runArn]
  while (wave.length > 0) {
    wave = (await Promise.all(wave.map((arn) => limit(() => measureExecution(cloud, arn, totals))))).flat()
  }
  const { executions, transitions, expressRequests, expressSteps, endedAt } = totals
  const expressGbSeconds = ((expressSteps * EXPRESS_STEP_MS) / 1000) * EXPRESS_GB
  return { executions, transitions, expressRequests, expressGbSeconds, endedAt: new Date(endedAt) }
}

/** Adds one STANDARD execution; gives the STANDARD executions that it started. */
async function measureExecution(cloud: Cloud, executionArn: string, totals: Totals): Promise<string[]> {
  const { stopDate } = await cloud.sfn.send(new DescribeExecutionCommand({ executionArn }))
  const events = await historyOf(cloud, executionArn)
  totals.executions += 1
  totals.transitions += transitionsOf(events)
  totals.endedAt = Math.max(totals.endedAt, Number(stopDate ?? new Date()))
  const children = events.some(({ type }) => type === 'MapRunStarted') ? await childrenOf(cloud, executionArn) : []
  // Each child's start is a transition (developer guide, "Transitions in Distributed Map state").
  totals.transitions += children.length
  const express = children.filter((child) => child.executionArn?.includes(':express:'))
  for (const { startDate, stopDate: end } of express) {
    totals.expressRequests += 1
    totals.expressSteps += Math.ceil((Number(end ?? startDate) - Number(startDate)) / EXPRESS_STEP_MS)
  }
  const standard = children
    .filter((child) => !express.includes(child))
    .map(({ executionArn: arn }) => present(arn, 'the ARN of a child execution'))
  return [...standard, ...startedBy(events)]
}

/**
 * States entered, and what is counted besides: a retry schedules its task once more without entering the state again,
 * and a redrive is a transition of its own.
 */
export function transitionsOf(events: readonly HistoryEvent[]): number {
  const count = (test: (type: string) => boolean) => events.filter(({ type }) => test(type ?? '')).length
  const entered = count((type) => type.endsWith('StateEntered'))
  const retries = count((type) => type === 'TaskScheduled') - count((type) => type === 'TaskStateEntered')
  return entered + Math.max(0, retries) + count((type) => type === 'ExecutionRedriven')
}

const submitted = z.object({ ExecutionArn: z.string() })

/** Executions that `states:startExecution` tasks started. */
function startedBy(events: readonly HistoryEvent[]): string[] {
  return events.flatMap(({ taskSubmittedEventDetails: details }) =>
    details?.resourceType === 'states' ? [submitted.parse(JSON.parse(details.output ?? 'null')).ExecutionArn] : [],
  )
}

async function historyOf(cloud: Cloud, executionArn: string): Promise<HistoryEvent[]> {
  return pages(async (nextToken) => {
    const answer = await cloud.sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...nextToken }),
    )
    return { items: answer.events ?? [], nextToken: answer.nextToken }
  })
}

async function childrenOf(cloud: Cloud, executionArn: string): Promise<ExecutionListItem[]> {
  const mapRuns = await pages(async (nextToken) => {
    const answer = await cloud.sfn.send(new ListMapRunsCommand({ executionArn, ...nextToken }))
    return { items: answer.mapRuns ?? [], nextToken: answer.nextToken }
  })
  const children = await Promise.all(
    mapRuns.map(({ mapRunArn }) =>
      pages(async (nextToken) => {
        const answer = await cloud.sfn.send(new ListExecutionsCommand({ mapRunArn, maxResults: 1000, ...nextToken }))
        return { items: answer.executions ?? [], nextToken: answer.nextToken }
      }),
    ),
  )
  return children.flat()
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextToken: string | undefined
}

/** Everything that a paged call gives. */
export async function pages<Item>(load: (token: { nextToken?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  let nextToken: string | undefined
  do {
    const page = await load(nextToken === undefined ? {} : { nextToken })
    items.push(...page.items)
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return items
}
