import {
  ExecutionNotRedrivable,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { type StateMachineName, syncTableExecutionName, syncTableExecutionPrefix } from '@hourglass/contracts/names'
import { buildModelInput, syncTableInput } from '@hourglass/contracts/steps'
import { present } from '@hourglass/core/errors'
import { z } from 'zod'
import { OperatorError } from './errors.ts'
import type { Cloud } from './connection.ts'
import { type Execution, executionArn, findExecution, type TableExecution } from './runs.ts'

/** Failed executions looked through before giving up. */
const MOST_LOOKED_AT = 300
const UNSUCCESSFUL = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const

/** Tables and models fail in machines of their own; their inputs have in common what a retry needs. */
const MACHINES = ['sync-table', 'build-model'] as const satisfies readonly StateMachineName[]
const retriedInput = z.union([syncTableInput, buildModelInput])

export interface Retried {
  readonly input: z.infer<typeof retriedInput>
  readonly lane: TableExecution['lane']
  readonly arn: string
  /** `redrive` continues where it failed; `new attempt` adopts the old plan and reuses its finished parts. */
  readonly how: 'redrive' | 'new attempt'
}

/**
 * Retries one table or model: redrives its failed execution, or, where AWS no longer can (older than 14 days, timed out of
 * history, redeployed), starts the next attempt: of a table with the same plan, of a model from what is published now.
 *
 * @throws OperatorError when it has no failed execution (in that run)
 */
export async function retryTable(cloud: Cloud, table: string, run: string | undefined): Promise<Retried> {
  const failed = await lastFailed(cloud, table, run)
  try {
    await cloud.sfn.send(new RedriveExecutionCommand({ executionArn: failed.execution.arn }))
    return { input: failed.input, lane: laneOf(failed.machine), arn: failed.execution.arn, how: 'redrive' }
  } catch (thrown) {
    if (!(thrown instanceof ExecutionNotRedrivable)) throw thrown
    return startNextAttempt(cloud, failed.machine, failed.input)
  }
}

/** Which of the two lanes it was planned in makes no difference to a retry. */
function laneOf(machine: StateMachineName): TableExecution['lane'] {
  return machine === 'build-model' ? 'model' : 'small'
}

async function startNextAttempt(cloud: Cloud, machine: StateMachineName, input: Retried['input']): Promise<Retried> {
  for (let attempt = input.attempt + 1; ; attempt += 1) {
    const name = `${syncTableExecutionName(input.run, input.table, attempt)}-0`
    const next = { ...input, attempt }
    if (await findExecution(cloud, executionArn(cloud, machine, name))) continue
    const started = await cloud.sfn.send(
      new StartExecutionCommand({
        stateMachineArn: cloud.machines[machine],
        name,
        input: JSON.stringify(next),
      }),
    )
    return {
      input: next,
      lane: laneOf(machine),
      arn: present(started.executionArn, 'the ARN of a started execution'),
      how: 'new attempt',
    }
  }
}

interface Failed {
  readonly machine: StateMachineName
  readonly execution: Execution
  readonly input: Retried['input']
}

async function lastFailed(cloud: Cloud, table: string, run: string | undefined): Promise<Failed> {
  // The name of an execution starts with its table; which run it belongs to is in its input.
  for (const { arn, machine } of await unsuccessfulExecutions(cloud, syncTableExecutionPrefix(table))) {
    const execution = await findExecution(cloud, arn)
    const input = execution && retriedInput.safeParse(JSON.parse(execution.input))
    if (!execution || !input?.success || input.data.table !== table) continue
    if (run === undefined || input.data.run === run) return { machine, execution, input: input.data }
  }
  throw new OperatorError(
    `table "${table}" has no failed execution${run === undefined ? '' : ` in run ${run}`}; see: pnpm hourglass status`,
  )
}

/** Executions, the one that ended last first. */
async function unsuccessfulExecutions(
  cloud: Cloud,
  nameStart: string,
): Promise<readonly { readonly arn: string; readonly machine: StateMachineName }[]> {
  const found: { arn: string; machine: StateMachineName; stopped: number }[] = []
  const lists = MACHINES.flatMap((machine) => UNSUCCESSFUL.map((statusFilter) => ({ machine, statusFilter })))
  for (const { machine, statusFilter } of lists) {
    let nextToken: string | undefined
    let seen = 0
    do {
      const page = await listPage(cloud, machine, statusFilter, nextToken)
      for (const execution of page.executions) {
        if (execution.name?.startsWith(nameStart)) {
          found.push({
            arn: present(execution.executionArn, 'the ARN of an execution'),
            machine,
            stopped: Number(execution.stopDate ?? 0),
          })
        }
      }
      seen += page.executions.length
      nextToken = page.nextToken
    } while (nextToken && seen < MOST_LOOKED_AT)
  }
  return found.sort((a, b) => b.stopped - a.stopped)
}

async function listPage(
  cloud: Cloud,
  machine: StateMachineName,
  statusFilter: (typeof UNSUCCESSFUL)[number],
  nextToken: string | undefined,
) {
  const answer = await cloud.sfn.send(
    new ListExecutionsCommand({
      stateMachineArn: cloud.machines[machine],
      statusFilter,
      maxResults: 100,
      ...(nextToken === undefined ? {} : { nextToken }),
    }),
  )
  return { executions: answer.executions ?? [], nextToken: answer.nextToken }
}
