import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { ListStateMachinesCommand, SFNClient, type StateMachineListItem } from '@aws-sdk/client-sfn'
import { ENVIRONMENTS, type EnvironmentName } from '@hourglass/contracts/environment'
import { resourceName, type StateMachineName } from '@hourglass/contracts/names'
import { present } from '@hourglass/core/errors'
import { OperatorError } from './errors.ts'
import { settings } from './settings.ts'
import { type LocalConnection, readLocalConnection } from './local-connection.ts'

/** One environment, local or in an account, as the commands use it. */
export interface Cloud {
  readonly environment: EnvironmentName
  readonly sfn: SFNClient
  readonly s3: S3Client
  readonly lambda: LambdaClient
  /** ARNs of the state machines. */
  readonly machines: Readonly<Record<StateMachineName, string>>
  functionName(worker: string): string
}

interface ClientOptions {
  readonly region?: string
  readonly endpoint?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/**
 * Connects to the environment that `--env` or HOURGLASS_ENV names, else to the local cloud that is running.
 * An account is reached with the AWS SDK's usual credentials and region.
 *
 * @throws OperatorError when there is no such environment, with the command that makes one
 */
export async function connect(wanted: string | undefined): Promise<Cloud> {
  const environment = chooseEnvironment(wanted)
  if (environment !== 'local') return cloudWith(environment, {})
  const local = await readLocalConnection()
  if (!local) {
    throw new OperatorError(
      'no local cloud is running; start one with: pnpm hourglass local\n(or name an environment in your account: --env dev)',
    )
  }
  return connectLocal(local)
}

/** The same for a local cloud whose whereabouts are known. */
export async function connectLocal(local: LocalConnection): Promise<Cloud> {
  const { endpoint, region, credentials } = local
  return cloudWith('local', { endpoint, region, credentials })
}

/** What `--env` or HOURGLASS_ENV names, else `local`. @throws OperatorError naming the environments there are */
export function chooseEnvironment(wanted: string | undefined): EnvironmentName {
  const named = wanted ?? settings().environment
  const environment = ENVIRONMENTS.find((known) => known === named)
  if (!environment) throw new OperatorError(`there is no environment "${named}"; known are: ${ENVIRONMENTS.join(', ')}`)
  return environment
}

async function cloudWith(environment: EnvironmentName, options: ClientOptions): Promise<Cloud> {
  const sfn = new SFNClient(options)
  return {
    environment,
    sfn,
    s3: new S3Client({ ...options, forcePathStyle: options.endpoint !== undefined }),
    lambda: new LambdaClient(options),
    machines: await findMachines(sfn, environment),
    functionName: (worker) => resourceName(environment, worker),
  }
}

async function findMachines(sfn: SFNClient, environment: EnvironmentName): Promise<Cloud['machines']> {
  const found = new Map<string, string>()
  let nextToken: string | undefined
  do {
    const page: { stateMachines: StateMachineListItem[] | undefined; nextToken?: string | undefined } = await sfn.send(
      new ListStateMachinesCommand({ nextToken }),
    )
    for (const machine of page.stateMachines ?? [])
      found.set(present(machine.name, 'the name of a state machine'), present(machine.stateMachineArn, 'its ARN'))
    nextToken = page.nextToken
  } while (nextToken)
  const arnOf = (name: StateMachineName): string => {
    const arn = found.get(resourceName(environment, name))
    if (arn) return arn
    throw new OperatorError(
      `there is no state machine ${resourceName(environment, name)} in this account and region; ` +
        'deploy it first (docs/deploying.md), or check AWS_PROFILE and AWS_REGION',
    )
  }
  return { 'hourly-sync': arnOf('hourly-sync'), 'sync-table': arnOf('sync-table'), 'build-model': arnOf('build-model') }
}
