import type { StateMachineName } from '@hourglass/contracts/names'
import type { EnvironmentConfig } from '../environments/config.ts'
import { executionArn, stateMachineArn } from '../resource-names.ts'
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
      resources: [
        `arn:aws:events:${config.region}:${config.account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      ],
    },
  ]
}

/** Reading the items and writing the results of Distributed Maps. */
export function mapFilesStatements(bucket: string, keyArn: string, items: readonly string[]): Statement[] {
  return [
    { sid: 'ReadItems', actions: ['s3:GetObject'], resources: items.map((pattern) => `${bucket}/${pattern}`) },
    {
      sid: 'WriteResults',
      actions: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      resources: [`${bucket}/runs/*/results/*`],
    },
    { sid: 'UseBucketKey', actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [keyArn] },
  ]
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
