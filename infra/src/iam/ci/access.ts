import type { EnvironmentConfig } from '../../environments/config.ts'
import { arn, bucketArn, dataBucketName, named } from '../../resource-names.ts'
import type { Statement } from '../statement.ts'

/*
 * The three roles that GitHub takes, without one right that no call of theirs needs (`rights.test.ts`):
 *
 * - `plan`, by any pull request of the repository: reads the state, so that it can say what the code would change.
 * - `drift`, by main only: also reads the configuration of what is deployed. Lambda gives the code with it.
 * - `deploy`, by a GitHub environment only: makes, changes and removes.
 *
 * None reads what flows through Hourglass: no objects of the data bucket, no secret values, no log lines.
 */

export interface CiAccess {
  readonly config: EnvironmentConfig
  readonly stateBucketArn: string
  readonly stateKeyArn: string
  /** Keys of what the stacks hold; a person makes them. */
  readonly dataKeyArn: string
  readonly operationsKeyArn: string
}

/** Reads that show data, logs, code of instances or secrets. Denied, so that no other policy can give them either. */
const DATA_READS = [
  'ec2:GetConsoleOutput',
  'ec2:GetConsoleScreenshot',
  'ec2:GetPasswordData',
  'ec2:DescribeInstanceAttribute',
  'ec2:DescribeLaunchTemplateVersions',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:GetLogRecord',
  'logs:GetQueryResults',
  'logs:StartLiveTail',
  'logs:StartQuery',
  'rds:DownloadCompleteDBLogFile',
  'rds:DownloadDBLogFilePortion',
  'secretsmanager:BatchGetSecretValue',
  'secretsmanager:GetSecretValue',
  'sqs:ReceiveMessage',
  'ssm:GetParameter*',
  'states:DescribeExecution',
  'states:GetExecutionHistory',
]

/** The state of this environment; read at each plan. */
export function stateStatements(access: CiAccess): Statement[] {
  const { config, stateBucketArn, stateKeyArn } = access
  return [
    // A state that is not there yet must be "not found" rather than "denied".
    { sid: 'FindState', actions: ['s3:ListBucket'], resources: [stateBucketArn] },
    { sid: 'ReadState', actions: ['s3:GetObject'], resources: [`${stateBucketArn}/${config.name}/*`] },
    { sid: 'DecryptState', actions: ['kms:Decrypt'], resources: [stateKeyArn] },
    {
      sid: 'SeeWhoseAccount',
      actions: ['sts:GetCallerIdentity', 'states:ValidateStateMachineDefinition'],
      resources: ['*'],
    },
  ]
}

export function neverData({ config }: CiAccess): Statement[] {
  return [
    { sid: 'NeverData', effect: 'Deny', actions: DATA_READS, resources: ['*'] },
    {
      sid: 'NeverObjects',
      effect: 'Deny',
      actions: ['s3:GetObject*'],
      resources: [`${bucketArn(config, dataBucketName(config))}/*`],
    },
  ]
}

/** What a plan of a pull request may do: with `-refresh=false` it reads the state and nothing that is deployed. */
export function planStatements(access: CiAccess): Statement[] {
  return [...stateStatements(access), ...neverData(access)]
}

/** What a refresh reads, of every stack. */
export function driftStatements(access: CiAccess): Statement[] {
  return [
    ...stateStatements(access),
    ...refreshStatements(access),
    {
      // Of what a person made: the bootstrap stack.
      sid: 'ReadBootstrap',
      actions: [
        'iam:GetOpenIDConnectProvider',
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:ListPolicyVersions',
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListAliases',
        'kms:ListResourceTags',
      ],
      resources: ['*'],
    },
    { sid: 'ReadStateBucket', actions: BUCKET_READS, resources: [access.stateBucketArn] },
    ...neverData(access),
  ]
}

/** S3 says "get" for settings and for objects alike, so the settings are named one by one. */
const BUCKET_READS = [
  's3:GetAccelerateConfiguration',
  's3:GetBucketAcl',
  's3:GetBucketCORS',
  's3:GetBucketLocation',
  's3:GetBucketLogging',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketRequestPayment',
  's3:GetBucketTagging',
  's3:GetBucketVersioning',
  's3:GetBucketWebsite',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetReplicationConfiguration',
  's3:ListBucket',
  's3:ListTagsForResource',
]

/** Reads of the configuration of what the stacks of CI hold. Most take no narrower resource. */
export function refreshStatements({ config, dataKeyArn, operationsKeyArn }: CiAccess): Statement[] {
  return [
    {
      sid: 'ReadConfiguration',
      actions: [
        'cloudwatch:DescribeAlarms',
        'cloudwatch:GetDashboard',
        'cloudwatch:ListTagsForResource',
        'ec2:DescribeFlowLogs',
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribePrefixLists',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroupRules',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcAttribute',
        'ec2:DescribeVpcEndpoints',
        'ec2:DescribeVpcs',
        'events:DescribeRule',
        'events:ListTagsForResource',
        'events:ListTargetsByRule',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListRolePolicies',
        'lambda:GetAlias',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:ListVersionsByFunction',
        'logs:DescribeLogGroups',
        'logs:DescribeMetricFilters',
        'logs:ListTagsForResource',
        'rds:DescribeDBInstances',
        'rds:DescribeDBParameterGroups',
        'rds:DescribeDBParameters',
        'rds:DescribeDBSubnetGroups',
        'rds:ListTagsForResource',
        'scheduler:GetSchedule',
        'scheduler:GetScheduleGroup',
        'scheduler:ListTagsForResource',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetResourcePolicy',
        'sns:GetSubscriptionAttributes',
        'sns:GetTopicAttributes',
        'sns:ListTagsForResource',
        'sqs:GetQueueAttributes',
        'sqs:ListQueueTags',
        'states:DescribeStateMachine',
        'states:ListStateMachineVersions',
        'states:ListTagsForResource',
      ],
      resources: ['*'],
    },
    {
      // Gives a link to the code: of our functions only.
      sid: 'ReadOwnFunctions',
      actions: ['lambda:GetFunction'],
      resources: [arn(config, 'lambda', `function:${named(config, '*')}`)],
    },
    { sid: 'ReadOwnBucket', actions: BUCKET_READS, resources: [bucketArn(config, dataBucketName(config))] },
    {
      sid: 'ReadSchedules',
      actions: ['kms:Decrypt'],
      resources: [dataKeyArn, operationsKeyArn],
      conditions: { StringEquals: { 'kms:ViaService': `scheduler.${config.region}.amazonaws.com` } },
    },
  ]
}
