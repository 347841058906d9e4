import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { Cloud } from '../connection.ts'
import { getRun, latestRuns, runPlan } from '../runs.ts'
import { OperatorError } from '../errors.ts'
import { measureExecutions } from './measure-executions.ts'
import { measureFunctions } from './measure-functions.ts'
import { measureObjects } from './measure-objects.ts'
import type { Stacks } from './stacks.ts'
import type { RunUsage } from './usage.ts'

/**
 * Measures one run, or the latest, from what Step Functions, CloudWatch Logs and S3 know of it.
 *
 * @throws OperatorError when there is no such run, it is still running, or its logs are not there (yet)
 */
export async function measureRun(cloud: Cloud, stacks: Stacks, name: string | undefined): Promise<RunUsage> {
  const wanted = name ?? (await latestRuns(cloud, 1))[0]
  if (wanted === undefined) throw new OperatorError('no run yet; start one with: pnpm hourglass run')
  const run = await getRun(cloud, wanted)
  if (run.status === 'RUNNING')
    throw new OperatorError(`run ${run.name} is still running; wait for it: pnpm hourglass watch`)
  const planned = await runPlan(cloud, run)
  if (!planned) throw new OperatorError(`run ${run.name} failed before it was planned, so there is nothing to price`)
  const { endedAt, ...stepFunctions } = await measureExecutions(cloud, run.arn)
  const { functions, logBytes } = await measureFunctions(logsClient(cloud), stacks, cloud.environment, {
    from: run.startedAt,
    to: endedAt,
  })
  if (Object.keys(functions).length === 0) {
    throw new OperatorError(
      `no invocation of run ${run.name} is in the logs: they take a minute to arrive, are kept for a while only, ` +
        'and a local cloud forgets them when it stops',
    )
  }
  return {
    run: run.name,
    environment: cloud.environment,
    startedAt: run.startedAt.toISOString(),
    seconds: (Number(endedAt) - Number(run.startedAt)) / 1000,
    stepFunctions,
    functions,
    objects: await measureObjects(cloud.s3, planned.bucket, run.name),
    logBytes,
  }
}

/** Logs are read where the other services are: the same endpoint, region and credentials. */
function logsClient({ sfn }: Cloud): CloudWatchLogsClient {
  const { region, credentials, endpoint } = sfn.config
  return new CloudWatchLogsClient({ region, credentials, ...(endpoint === undefined ? {} : { endpoint }) })
}
