import { GetObjectCommand } from '@aws-sdk/client-s3'
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { STATE_MACHINES, syncTableExecutionName, type StateMachineName } from '@hourglass/contracts/names'
import { type RunReport, runReport } from '@hourglass/contracts/report'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import {
  type LaneItem,
  type ModelItem,
  planRunResult,
  type RunInput,
  type TablesPlan,
  tablesPlan,
} from '@hourglass/contracts/steps'
import { present } from '@hourglass/core/errors'
import { z } from 'zod'
import { OperatorError } from './errors.ts'
import { exitedOutput } from './history.ts'
import type { Cloud } from './connection.ts'

/** Reading and starting runs through the same calls that the AWS console makes. */

export interface Execution {
  readonly arn: string
  readonly name: string
  readonly status: ExecutionStatus
  readonly startedAt: Date
  readonly stoppedAt: Date | null
  readonly input: string
  readonly output: string | null
  readonly error: string
  readonly cause: string
  readonly redriveCount: number
}

export async function startRun(cloud: Cloud, run: string, input: RunInput): Promise<string> {
  const answer = await cloud.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: cloud.machines['hourly-sync'],
      name: run,
      input: JSON.stringify(input),
    }),
  )
  return present(answer.executionArn, 'the ARN of a started execution')
}

export function executionArn(cloud: Cloud, machine: StateMachineName, name: string): string {
  return `${cloud.machines[machine].replace(':stateMachine:', ':execution:')}:${name}`
}

/** null when there is no such execution. */
export async function findExecution(cloud: Cloud, arn: string): Promise<Execution | null> {
  try {
    return toExecution(await cloud.sfn.send(new DescribeExecutionCommand({ executionArn: arn })))
  } catch (thrown) {
    if (thrown instanceof ExecutionDoesNotExist) return null
    throw thrown
  }
}

/** The run of that name. @throws OperatorError when there is none */
export async function getRun(cloud: Cloud, run: string): Promise<Execution> {
  const found = await findExecution(cloud, executionArn(cloud, 'hourly-sync', run))
  if (!found) throw new OperatorError(`there is no run "${run}"; see the runs with: pnpm hourglass status`)
  return found
}

/** Runs of which anything is running: the run itself, or the retry of one of its tables or models. */
export async function runningRuns(cloud: Cloud): Promise<ReadonlySet<string>> {
  const runs = new Set<string>()
  for (const machine of STATE_MACHINES) {
    const answer = await cloud.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: cloud.machines[machine], statusFilter: 'RUNNING' }),
    )
    for (const { executionArn: arn, name } of answer.executions ?? []) {
      if (machine === 'hourly-sync') runs.add(present(name, 'the name of an execution'))
      else runs.add(await runOfTable(cloud, present(arn, 'the ARN of an execution')))
    }
  }
  return runs
}

async function runOfTable(cloud: Cloud, arn: string): Promise<string> {
  const execution = await findExecution(cloud, arn)
  return z.object({ run: z.string() }).parse(JSON.parse(execution?.input ?? '{}')).run
}

/** Names of the latest runs, newest first. */
export async function latestRuns(cloud: Cloud, count: number): Promise<readonly string[]> {
  const answer = await cloud.sfn.send(
    new ListExecutionsCommand({ stateMachineArn: cloud.machines['hourly-sync'], maxResults: count }),
  )
  return (answer.executions ?? []).map(({ name }) => present(name, 'the name of an execution'))
}

/** One table or model of a run: its latest execution, null while it has not started. */
export interface TableExecution {
  readonly table: string
  readonly lane: 'small' | 'large' | 'model'
  readonly execution: Execution | null
}

/** What a run works on, null while it is still being planned. */
export async function runPlan(cloud: Cloud, run: Execution): Promise<{ bucket: string; plan: TablesPlan } | null> {
  const planned = await exitedOutput(
    cloud,
    run.arn,
    'PlanRun',
    z.object({ plan: planRunResult.pick({ tables: true }) }),
  )
  if (!planned) return null
  const { bucket, key } = planned.plan.tables
  return { bucket, plan: await readJson(cloud, bucket, key, tablesPlan) }
}

export async function tableExecutions(cloud: Cloud, run: Execution, plan: TablesPlan): Promise<TableExecution[]> {
  const items = [
    ...plan.small.map((item) => ({ lane: 'small' as const, item })),
    ...plan.large.map((item) => ({ lane: 'large' as const, item })),
    ...plan.waves.flat().map((item) => ({ lane: 'model' as const, item })),
  ]
  return Promise.all(
    items.map(async ({ lane, item }) => ({
      table: item.input.table,
      lane,
      execution: await latestExecution(cloud, run, machineOf(lane), item),
    })),
  )
}

function machineOf(lane: TableExecution['lane']): StateMachineName {
  return lane === 'model' ? 'build-model' : 'sync-table'
}

/** Attempts count up from 1; within the first, each redrive of the run may have started another execution. */
async function latestExecution(
  cloud: Cloud,
  run: Execution,
  machine: StateMachineName,
  item: LaneItem | ModelItem,
): Promise<Execution | null> {
  let latest: Execution | null = null
  for (let redrive = 0; redrive <= run.redriveCount; redrive += 1) {
    latest = (await findExecution(cloud, executionArn(cloud, machine, `${item.execution}-${redrive}`))) ?? latest
  }
  for (let attempt = 2; latest; attempt += 1) {
    const name = `${syncTableExecutionName(item.input.run, item.input.table, attempt)}-0`
    const next = await findExecution(cloud, executionArn(cloud, machine, name))
    if (!next) break
    latest = next
  }
  return latest
}

/** The report of a finished run, null when it has none. */
export async function findReport(cloud: Cloud, bucket: string, run: string): Promise<RunReport | null> {
  try {
    return await readJson(cloud, bucket, s3Keys.report(run, 'json'), runReport)
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'NoSuchKey') return null
    throw thrown
  }
}

async function readJson<T>(cloud: Cloud, bucket: string, key: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await cloud.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  return schema.parse(JSON.parse((await answer.Body?.transformToString()) ?? 'null'))
}

function toExecution(described: DescribeExecutionOutput): Execution {
  return {
    arn: present(described.executionArn, 'the ARN of an execution'),
    name: present(described.name, 'the name of an execution'),
    status: present(described.status, 'the status of an execution'),
    startedAt: present(described.startDate, 'the start of an execution'),
    stoppedAt: described.stopDate ?? null,
    input: described.input ?? '{}',
    output: described.output ?? null,
    error: described.error ?? '',
    cause: described.cause ?? '',
    redriveCount: described.redriveCount ?? 0,
  }
}
