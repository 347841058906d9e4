import type { StateMachineName } from '@hourglass/contracts/names'
import type { EnvironmentConfig } from '../environments/config.ts'
import { arn, executionArn, stateMachineArn } from '../resource-names.ts'
import type { Statement } from './statement.ts'

/*
 * What the role of a state machine needs, per part of its definition. Sources: Step Functions developer guide,
 * "IAM policies for using Distributed Map state" and "Call Step Functions from Step Functions".
 * ARNs are made from names: a reference to the machine inside its own role would be a circle.
 */

/** Starting, watching and redriving the children of a machine's Distributed Maps. */
export function distributedMapStatements(config: EnvironmentConfig, machine: StateMachineName): Statement[] {
  return [
    { sid: 'StartMapRuns', actions: ['states:StartExecution'], resources: [stateMachineArn(config, machine)] },
    {
      sid: 'WatchMapChildren',
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [executionArn(config, machine, ':*')],
    },
    {
      sid: 'RedriveMapChildren',
      actions: ['states:RedriveExecution'],
      resources: [executionArn(config, machine, '/*:*')],
    },
  ]
}

/** `startExecution` without waiting. */
export function startExecutionStatements(
  config: EnvironmentConfig,
  machines: readonly StateMachineName[],
): Statement[] {
  const resources = machines.map((machine) => stateMachineArn(config, machine))
  return [{ sid: 'StartOnly', actions: ['states:StartExecution'], resources }]
}

/** `startExecution.sync:2`: Step Functions watches the other machines through a rule of its own. */
export function startExecutionSyncStatements(
  config: EnvironmentConfig,
  machines: readonly StateMachineName[],
): Statement[] {
  return [
    {
      sid: 'StartExecutions',
      actions: ['states:StartExecution'],
      resources: machines.map((machine) => stateMachineArn(config, machine)),
    },
    {
      sid: 'WatchExecutions',
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: machines.map((machine) => executionArn(config, machine, ':*')),
    },
    {
      sid: 'WatchByRule',
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [arn(config, 'events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule')],
    },
  ]
}

/**
 * Reading the items of Distributed Maps.
 *
 * @param objects ARNs of files that hold items
 * @param listed `<bucket ARN>/<prefix>` whose objects are the items
 */
export function itemStatements(objects: readonly string[], listed: readonly string[]): Statement[] {
  const reads: Statement = { sid: 'ReadItems', actions: ['s3:GetObject'], resources: objects }
  const lists = listed.map((place, index): Statement => {
    const [bucket = '', ...prefix] = place.split('/')
    return {
      sid: `ListItems${index === 0 ? '' : index + 1}`,
      actions: ['s3:ListBucket'],
      resources: [bucket],
      conditions: { StringLike: { 's3:prefix': `${prefix.join('/')}*` } },
    }
  })
  return [...(objects.length > 0 ? [reads] : []), ...lists]
}

/** Writing the results of Distributed Maps, in pieces where they are large. @param objects ARN patterns */
export function resultStatements(objects: readonly string[]): Statement[] {
  if (objects.length === 0) return []
  const actions = ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload']
  return [{ sid: 'WriteResults', actions, resources: objects }]
}

/** Invoking workers: only published versions and aliases are called. */
export function invokeStatements(functionArns: readonly string[]): Statement[] {
  return [
    {
      sid: 'InvokeWorkers',
      actions: ['lambda:InvokeFunction'],
      resources: functionArns.flatMap((functionArn) => [functionArn, `${functionArn}:*`]),
    },
  ]
}
