import type { EnvironmentConfig } from '../environments/config.ts'
import { arn, bucketArn, dataBucketName, named } from '../resource-names.ts'
import type { Statement } from './statement.ts'

/*
 * The two roles that GitHub takes. Neither may read what flows through Hourglass: no objects of the data bucket, no
 * secret values, no log lines.
 */

export interface PipelineRoleAccess {
  readonly config: EnvironmentConfig
  readonly stateBucketArn: string
  readonly stateKeyArn: string
}

/** Services whose resources the stacks hold; what a refresh calls on them is Describe, Get or List. */
const SERVICES = [
  'cloudwatch',
  'ec2',
  'events',
  'iam',
  'kms',
  'lambda',
  'logs',
  'rds',
  'scheduler',
  'secretsmanager',
  'sns',
  'sqs',
  'states',
] as const

/** S3 says "get" for settings and for objects alike, so the settings are named one by one. */
const BUCKET_READS = [
  's3:GetAccelerateConfiguration',
  's3:GetBucket*',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetReplicationConfiguration',
  's3:ListAllMyBuckets',
  's3:ListBucket',
]

/** Reads that show data, logs or secrets rather than configuration. */
const DATA_READS = [
  'ec2:GetConsoleOutput',
  'ec2:GetPasswordData',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
  'logs:StartQuery',
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'states:GetExecutionHistory',
  'states:DescribeExecution',
  'rds:DownloadDBLogFilePortion',
  'rds:DownloadCompleteDBLogFile',
]

/** Reads the configuration of everything that is deployed, and the state; writes nothing (plan with -lock=false). */
export function planStatements(access: PipelineRoleAccess): Statement[] {
  return [...readStatements(access), ...stateReadStatements(access)]
}

/** Makes, changes and removes what the stacks hold, by name prefix wherever the service can tell names. */
export function deployStatements(access: PipelineRoleAccess): Statement[] {
  const { config } = access
  const prefix = named(config, '*')
  const iamRole = `arn:aws:iam::${config.account}:role/${prefix}`
  const inRegion = { StringEquals: { 'aws:RequestedRegion': config.region } }
  return [
    ...readStatements(access),
    ...stateReadStatements(access),
    {
      sid: 'WriteState',
      actions: ['s3:PutObject', 's3:DeleteObject'],
      resources: [`${access.stateBucketArn}/${config.name}/*`],
    },
    { sid: 'EncryptState', actions: ['kms:GenerateDataKey'], resources: [access.stateKeyArn] },
    {
      sid: 'OwnNames',
      actions: ['lambda:*', 'states:*', 'scheduler:*', 'events:*', 'sns:*', 'sqs:*', 'cloudwatch:*', 'rds:*'],
      resources: [
        arn(config, 'lambda', `function:${prefix}`),
        arn(config, 'states', `stateMachine:${prefix}`),
        arn(config, 'scheduler', `schedule/${prefix}`),
        arn(config, 'scheduler', `schedule-group/${prefix}`),
        arn(config, 'events', `rule/${prefix}`),
        arn(config, 'sns', prefix),
        arn(config, 'sqs', prefix),
        arn(config, 'cloudwatch', `alarm:${prefix}`),
        `arn:aws:cloudwatch::${config.account}:dashboard/${prefix}`,
        ...['db', 'pg', 'subgrp', 'snapshot'].map((kind) => arn(config, 'rds', `${kind}:${prefix}`)),
      ],
    },
    {
      sid: 'OwnBucket',
      actions: ['s3:CreateBucket', 's3:DeleteBucket', 's3:Put*', 's3:DeleteBucketPolicy'],
      resources: [bucketArn(dataBucketName(config))],
    },
    {
      sid: 'OwnSecretsWithoutValues',
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DeleteSecret',
        'secretsmanager:UpdateSecret',
        'secretsmanager:RestoreSecret',
        'secretsmanager:TagResource',
        'secretsmanager:UntagResource',
      ],
      resources: [arn(config, 'secretsmanager', `secret:${prefix}`), arn(config, 'secretsmanager', 'secret:rds!*')],
    },
    {
      sid: 'OwnLogGroups',
      actions: [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:PutRetentionPolicy',
        'logs:DeleteRetentionPolicy',
        'logs:AssociateKmsKey',
        'logs:DisassociateKmsKey',
        'logs:PutMetricFilter',
        'logs:DeleteMetricFilter',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      resources: [
        arn(config, 'logs', `log-group:/aws/lambda/${prefix}`),
        arn(config, 'logs', `log-group:/aws/vendedlogs/states/${prefix}`),
        arn(config, 'logs', `log-group:/hourglass/${config.name}/*`),
      ],
    },
    {
      sid: 'OwnRoles',
      actions: [
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
        'iam:UpdateAssumeRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:PutRolePolicy',
        'iam:DeleteRolePolicy',
      ],
      resources: [iamRole],
    },
    {
      sid: 'MonitoringPolicyOnly',
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      resources: [iamRole],
      conditions: {
        ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole' },
      },
    },
    {
      sid: 'PassOwnRoles',
      actions: ['iam:PassRole'],
      resources: [iamRole],
      conditions: {
        StringEquals: {
          'iam:PassedToService': [
            'lambda.amazonaws.com',
            'states.amazonaws.com',
            'scheduler.amazonaws.com',
            'rds.amazonaws.com',
            'monitoring.rds.amazonaws.com',
            'vpc-flow-logs.amazonaws.com',
          ],
        },
      },
    },
    {
      // A CI role that could change the roles of CI would have no limits at all.
      sid: 'NeverOwnRights',
      effect: 'Deny',
      actions: ['iam:Put*', 'iam:Update*', 'iam:Delete*', 'iam:Attach*', 'iam:Detach*', 'iam:PassRole'],
      resources: ['plan', 'deploy'].map((name) => `arn:aws:iam::${config.account}:role/${named(config, name)}`),
    },
    {
      // Their ids are made by AWS, so no prefix can be named.
      sid: 'Network',
      actions: [
        'ec2:*Vpc*',
        'ec2:*Subnet*',
        'ec2:*SecurityGroup*',
        'ec2:*RouteTable*',
        'ec2:*FlowLogs',
        'ec2:CreateTags',
        'ec2:DeleteTags',
      ],
      resources: ['*'],
      conditions: inRegion,
    },
    {
      sid: 'Keys',
      actions: [
        'kms:CreateKey',
        'kms:CreateAlias',
        'kms:DeleteAlias',
        'kms:UpdateAlias',
        'kms:EnableKeyRotation',
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:CancelKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateKeyDescription',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: inRegion,
    },
  ]
}

function readStatements(access: PipelineRoleAccess): Statement[] {
  return [
    {
      sid: 'ReadConfiguration',
      actions: [
        ...SERVICES.flatMap((service) => [`${service}:Describe*`, `${service}:Get*`, `${service}:List*`]),
        ...BUCKET_READS,
        'states:ValidateStateMachineDefinition',
        'sts:GetCallerIdentity',
      ],
      resources: ['*'],
    },
    { sid: 'NeverData', effect: 'Deny', actions: DATA_READS, resources: ['*'] },
    {
      sid: 'NeverObjects',
      effect: 'Deny',
      actions: ['s3:GetObject*'],
      resources: [`${bucketArn(dataBucketName(access.config))}/*`],
    },
  ]
}

function stateReadStatements(access: PipelineRoleAccess): Statement[] {
  return [
    { sid: 'ReadState', actions: ['s3:GetObject'], resources: [`${access.stateBucketArn}/${access.config.name}/*`] },
    { sid: 'DecryptState', actions: ['kms:Decrypt'], resources: [access.stateKeyArn] },
  ]
}
