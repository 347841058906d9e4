import { refuseDependencyCycles } from './dependency-cycles.ts'
import { StackError } from './errors.ts'
import type { CloudInputs, StackInputs } from './inputs.ts'
import type { CloudModel, ResourceModel } from './model/model.ts'
import { readRules, readTopics } from './model/read-events.ts'
import { readFunctions } from './model/read-functions.ts'
import { readQueues } from './model/read-queues.ts'
import { readKeys, readResourcePolicies } from './model/read-resource-policies.ts'
import { readBuckets, readDatabases, readStateMachines } from './model/read-resources.ts'
import { readRoles } from './model/read-roles.ts'
import { readSchedules } from './model/read-schedules.ts'
import { readSecrets } from './model/read-secrets.ts'
import { accountOf } from './provider-account.ts'
import { readStackFiles } from './stack-file.ts'
import { StackScope } from './stack-scope.ts'

/**
 * Reads the synthesized stacks and resolves every reference to local ARNs, names and addresses.
 * @param stacksFolder `cdktf.out/stacks`
 * @param only names of the stacks to read; all when left out
 * @throws StackError naming the stack, the resource and the expression that cannot be resolved
 */
export function readCloud(stacksFolder: string, given: CloudInputs, only?: readonly string[]): CloudModel {
  const files = readStackFiles(stacksFolder, only)
  const inputs: StackInputs = { ...given, account: accountOf(files, given) }
  const scopes = new Map<string, StackScope>()
  for (const file of files) {
    refuseDependencyCycles(file)
    scopes.set(file.name, new StackScope(file, inputs, scopes))
  }
  const all = <T>(read: (scope: StackScope) => readonly T[]): readonly T[] => [...scopes.values()].flatMap(read)
  return {
    account: inputs.account,
    functions: unique(all(readFunctions)),
    stateMachines: unique(all(readStateMachines)),
    buckets: unique(all(readBuckets)),
    roles: unique(all(readRoles)),
    secrets: unique(all(readSecrets)),
    topics: unique(all(readTopics)),
    rules: unique(all(readRules)),
    schedules: unique(all(readSchedules)),
    databases: unique(all(readDatabases)),
    queues: unique(all(readQueues)),
    keys: all(readKeys),
    resourcePolicies: all(readResourcePolicies),
  }
}

function unique<T extends ResourceModel>(resources: readonly T[]): readonly T[] {
  const byArn = new Map<string, T>()
  for (const resource of resources) {
    const other = byArn.get(resource.arn)
    if (other !== undefined)
      throw new StackError(`${other.id} and ${resource.id} have the same ARN ${resource.arn}; rename one`)
    byArn.set(resource.arn, resource)
  }
  return resources
}
