import { arn, bucketArn, dataBucketName, globalArn, named } from '../../resource-names.ts'
import type { Statement } from '../statement.ts'
import { type CiAccess, neverData, refreshStatements, stateStatements } from './access.ts'
import { networkStatements } from './deploy-network.ts'
import { identityStatements } from './deploy-identity.ts'

/** The policies of the role that deploys: IAM takes 10,240 characters inline, and 6,144 in each policy attached. */
export interface DeployPolicies {
  readonly inline: Statement[]
  /** By the name after `hourglass-<env>-deploy-`. */
  readonly attached: Readonly<Record<string, Statement[]>>
}

/** Makes, changes and removes what the stacks hold, by name wherever the name is ours and by tag elsewhere. */
export function deployPolicies(access: CiAccess): DeployPolicies {
  return {
    inline: [
      ...stateStatements(access),
      ...writeStateStatements(access),
      ...refreshStatements(access),
      ...keyStatements(access),
      ...identityStatements(access.config),
      ...neverData(access),
    ],
    attached: {
      network: networkStatements(access.config),
      resources: [...ownNames(access), ...bucketStatements(access), ...databaseStatements(access)],
    },
  }
}

function writeStateStatements({ config, stateBucketArn, stateKeyArn }: CiAccess): Statement[] {
  const place = `${stateBucketArn}/${config.name}/*.tfstate`
  return [
    { sid: 'WriteState', actions: ['s3:PutObject'], resources: [place, `${place}.tflock`] },
    { sid: 'Unlock', actions: ['s3:DeleteObject'], resources: [`${place}.tflock`] },
    { sid: 'EncryptState', actions: ['kms:GenerateDataKey'], resources: [stateKeyArn] },
  ]
}

/** Actions by the kind of resource, for services whose resources have names of ours. */
function ownNames({ config }: CiAccess): Statement[] {
  const prefix = named(config, '*')
  const group = (name: string) => arn(config, 'logs', `log-group:${name}`)
  const of = (sid: string, service: string, names: string, resources: readonly string[]): Statement => ({
    sid,
    actions: names.split(' ').map((name) => `${service}:${name}`),
    resources,
  })
  return [
    of(
      'Functions',
      'lambda',
      'CreateAlias CreateFunction DeleteAlias DeleteFunction DeleteFunctionConcurrency GetFunctionConfiguration PublishVersion PutFunctionConcurrency TagResource UntagResource UpdateAlias UpdateFunctionCode UpdateFunctionConfiguration',
      [arn(config, 'lambda', `function:${prefix}`)],
    ),
    of('Machines', 'states', 'CreateStateMachine DeleteStateMachine TagResource UntagResource UpdateStateMachine', [
      arn(config, 'states', `stateMachine:${prefix}`),
    ]),
    of(
      'Schedules',
      'scheduler',
      'CreateSchedule CreateScheduleGroup DeleteSchedule DeleteScheduleGroup TagResource UntagResource UpdateSchedule',
      [arn(config, 'scheduler', `schedule/${prefix}`), arn(config, 'scheduler', `schedule-group/${prefix}`)],
    ),
    of('Rules', 'events', 'DeleteRule PutRule PutTargets RemoveTargets TagResource UntagResource', [
      arn(config, 'events', `rule/${prefix}`),
    ]),
    of('Topics', 'sns', 'CreateTopic DeleteTopic SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource', [
      arn(config, 'sns', prefix),
    ]),
    of('Queues', 'sqs', 'CreateQueue DeleteQueue SetQueueAttributes TagQueue UntagQueue', [arn(config, 'sqs', prefix)]),
    of(
      'AlarmsAndDashboard',
      'cloudwatch',
      'DeleteAlarms DeleteDashboards PutDashboard PutMetricAlarm TagResource UntagResource',
      [arn(config, 'cloudwatch', `alarm:${prefix}`), globalArn(config, 'cloudwatch', `dashboard/${prefix}`)],
    ),
    of(
      'LogGroups',
      'logs',
      'AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy DisassociateKmsKey PutMetricFilter PutRetentionPolicy TagResource UntagResource',
      [
        group(`/aws/lambda/${prefix}`),
        group(`/aws/rds/instance/${prefix}`),
        group(`/aws/vendedlogs/states/${prefix}`),
        group(`/hourglass/${config.name}/*`),
      ],
    ),
    of('Secrets', 'secretsmanager', 'CreateSecret DeleteSecret RestoreSecret TagResource UntagResource UpdateSecret', [
      arn(config, 'secretsmanager', `secret:${prefix}`),
    ]),
  ]
}

function bucketStatements({ config }: CiAccess): Statement[] {
  const bucket = bucketArn(config, dataBucketName(config))
  const settings: Statement = {
    sid: 'OwnBucket',
    actions: [
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:DeleteBucketPolicy',
      's3:PutBucketOwnershipControls',
      's3:PutBucketPolicy',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketTagging',
      's3:PutBucketVersioning',
      's3:PutEncryptionConfiguration',
      's3:PutLifecycleConfiguration',
      's3:TagResource',
      's3:UntagResource',
    ],
    resources: [bucket],
  }
  if (config.protect) return [settings]
  return [
    settings,
    // Where nothing is protected, a destroy empties the bucket.
    { sid: 'ListVersions', actions: ['s3:ListBucketVersions'], resources: [bucket] },
    { sid: 'EmptyBucket', actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'], resources: [`${bucket}/*`] },
  ]
}

function databaseStatements({ config }: CiAccess): Statement[] {
  const prefix = named(config, '*')
  const rds = (kind: string) => arn(config, 'rds', `${kind}:${prefix}`)
  const managed = arn(config, 'secretsmanager', 'secret:rds!db-*')
  return [
    {
      sid: 'Databases',
      actions: [
        'rds:AddRoleToDBInstance',
        'rds:AddTagsToResource',
        'rds:CreateDBInstance',
        'rds:CreateDBParameterGroup',
        'rds:CreateDBSubnetGroup',
        ...(config.protect ? ['rds:CreateDBSnapshot'] : []),
        'rds:DeleteDBInstance',
        'rds:DeleteDBParameterGroup',
        'rds:DeleteDBSubnetGroup',
        'rds:ModifyDBInstance',
        'rds:ModifyDBParameterGroup',
        'rds:ModifyDBSubnetGroup',
        'rds:RemoveRoleFromDBInstance',
        'rds:RemoveTagsFromResource',
        'rds:ResetDBParameterGroup',
      ],
      resources: ['db', 'pg', 'subgrp', 'snapshot'].map(rds),
    },
    {
      sid: 'DefaultOptions',
      actions: ['rds:CreateDBInstance', 'rds:ModifyDBInstance'],
      resources: [arn(config, 'rds', 'og:default:*')],
    },
    {
      // RDS makes the secret of an administrator in the caller's name. Nothing here reads, changes or deletes one.
      sid: 'SecretsMadeByRds',
      actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
      resources: [managed],
    },
    {
      sid: 'RotateAdministrators',
      actions: ['secretsmanager:RotateSecret'],
      resources: [managed],
      conditions: { StringLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': rds('db') } },
    },
  ]
}

/** Keys are used through services only, so that CI decrypts nothing itself. A person makes and changes them. */
function keyStatements({ config, dataKeyArn, operationsKeyArn }: CiAccess): Statement[] {
  const through = (...services: string[]) => services.map((service) => `${service}.${config.region}.amazonaws.com`)
  return [
    {
      sid: 'UseKeysThroughServices',
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
      resources: [dataKeyArn, operationsKeyArn],
      conditions: { StringEquals: { 'kms:ViaService': through('rds', 'scheduler', 'secretsmanager') } },
    },
    {
      sid: 'LetRdsUseKey',
      actions: ['kms:CreateGrant'],
      resources: [dataKeyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': through('rds') },
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      },
    },
  ]
}
