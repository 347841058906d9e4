import type { EnvironmentConfig } from '../environments/config.ts'
import { arn, bucketArn, dataBucketName, named } from '../resource-names.ts'
import type { Statement } from './statement.ts'

/**
 * The most that any role made by CI can ever do, whatever policies CI gives it: what workers, machines, schedules and
 * databases do, on this environment's resources. Nothing of IAM, no role to take, no other key.
 *
 * A right that a new worker needs is added here too, and applied by a person with the bootstrap stack.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 *
 * @param keyArns the keys of data and operations
 */
export function boundaryStatements(config: EnvironmentConfig, keyArns: readonly string[]): Statement[] {
  const prefix = named(config, '*')
  const bucket = bucketArn(config, dataBucketName(config))
  const { source } = config
  const theirSecret = source.kind === 'existing' ? [source.secretArn] : []
  const theirKey = source.kind === 'existing' && source.secretKeyArn !== undefined ? [source.secretKeyArn] : []
  const logs = [`log-group:/aws/lambda/${prefix}`, `log-group:/hourglass/${config.name}/*`, 'log-group:RDS*']
  return [
    {
      sid: 'Objects',
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [`${bucket}/*`],
    },
    { sid: 'Bucket', actions: ['s3:ListBucket'], resources: [bucket] },
    { sid: 'Keys', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [...keyArns, ...theirKey] },
    {
      sid: 'Secrets',
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
      resources: [arn(config, 'secretsmanager', `secret:${prefix}`), ...theirSecret],
    },
    {
      // Of the databases that RDS made for this environment.
      sid: 'AdministratorsSecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [arn(config, 'secretsmanager', 'secret:rds!db-*')],
      conditions: {
        ArnLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': arn(config, 'rds', `db:${prefix}`) },
      },
    },
    { sid: 'Functions', actions: ['lambda:InvokeFunction'], resources: [arn(config, 'lambda', `function:${prefix}`)] },
    {
      sid: 'Machines',
      actions: ['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      resources: [arn(config, 'states', `stateMachine:${prefix}`), arn(config, 'states', `execution:${prefix}`)],
    },
    {
      sid: 'WatchByRule',
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [arn(config, 'events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule')],
    },
    { sid: 'Queues', actions: ['sqs:SendMessage'], resources: [arn(config, 'sqs', prefix)] },
    {
      sid: 'WriteLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: logs.map((group) => arn(config, 'logs', group)),
    },
    {
      sid: 'EnhancedMonitoring',
      actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
      resources: [arn(config, 'logs', 'log-group:RDS*')],
    },
    {
      // None of these takes a narrower resource (Service Authorization Reference).
      sid: 'WithoutResource',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
    },
  ]
}
