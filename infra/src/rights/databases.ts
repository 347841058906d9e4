import { named } from '../resource-names.ts'
import { at, bare, DATA_KEY, makes, ours, passes, type RightsTable, type Subject, tags, text, usesKey } from './call.ts'

/* What databases and secrets take. Their names are ours, so ARNs say whose they are. */

const RDS = 'internal/service/rds/'
const MANAGED_SECRETS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html'

/** What every RDS resource takes besides its own calls. */
function rdsTags(on: string) {
  return {
    made: [makes('rds:AddTagsToResource', on)],
    read: [ours('rds:ListTagsForResource', on)],
    changed: [tags('rds:AddTagsToResource', on), tags('rds:RemoveTagsFromResource', on)],
  }
}

/** RDS makes its service-linked role with the first resource of an account that needs it. */
function firstInAccount({ config }: Subject) {
  const role = at({ config }, 'iam', 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS').replace(
    `:${config.region}:`,
    '::',
  )
  return bare('iam:CreateServiceLinkedRole', role, { 'iam:AWSServiceName': 'rds.amazonaws.com' })
}

export const DATABASE_RIGHTS: RightsTable = {
  aws_db_subnet_group: (s) => {
    const group = at(s, 'rds', `subgrp:${text(s, 'name')}`)
    return {
      source: `${RDS}subnet_group.go`,
      create: [makes('rds:CreateDBSubnetGroup', group), ...rdsTags(group).made, firstInAccount(s)],
      read: [ours('rds:DescribeDBSubnetGroups', group), ...rdsTags(group).read],
      update: [ours('rds:ModifyDBSubnetGroup', group)],
      delete: [ours('rds:DeleteDBSubnetGroup', group)],
      tag: rdsTags(group).changed,
    }
  },
  aws_db_parameter_group: (s) => {
    const group = at(s, 'rds', `pg:${text(s, 'name_prefix')}20261127`)
    return {
      source: `${RDS}parameter_group.go`,
      create: [
        makes('rds:CreateDBParameterGroup', group),
        ours('rds:ModifyDBParameterGroup', group),
        ...rdsTags(group).made,
      ],
      read: [
        ours('rds:DescribeDBParameterGroups', group),
        ours('rds:DescribeDBParameters', group),
        ...rdsTags(group).read,
      ],
      update: [ours('rds:ModifyDBParameterGroup', group), ours('rds:ResetDBParameterGroup', group)],
      delete: [ours('rds:DeleteDBParameterGroup', group)],
      tag: rdsTags(group).changed,
    }
  },
  aws_db_instance: (s) => {
    const name = text(s, 'identifier')
    const db = at(s, 'rds', `db:${name}`)
    const options = at(s, 'rds', `og:default:${text(s, 'engine')}-${text(s, 'engine_version').replace('.', '-')}`)
    const parameters = at(s, 'rds', `pg:${name}-20261127`)
    const subnets = at(s, 'rds', `subgrp:${name}`)
    const secret = at(s, 'secretsmanager', 'secret:rds!db-1-AbCdEf')
    const theirs = {
      'aws:ResourceTag/aws:rds:primaryDBInstanceArn': db,
    }
    const monitoring = `${name.slice(named(s.config, '').length)}-monitoring`
    const password = usesKey(s, DATA_KEY, 'secretsmanager', 'Decrypt', 'GenerateDataKey', 'DescribeKey')
    const storage = usesKey(s, DATA_KEY, 'rds', 'Decrypt', 'GenerateDataKey', 'DescribeKey')
    const grant = usesKey(s, DATA_KEY, 'rds', 'CreateGrant').map((call) => ({
      ...call,
      context: { ...call.context, 'kms:GrantIsForAWSResource': 'true' },
    }))
    return {
      source: `${RDS}instance.go; ${MANAGED_SECRETS}`,
      create: [
        makes('rds:CreateDBInstance', db),
        ...[options, parameters, subnets].map((on) => ours('rds:CreateDBInstance', on)),
        ...rdsTags(db).made,
        passes(s, monitoring, 'monitoring.rds.amazonaws.com'),
        passes(s, monitoring, 'rds.amazonaws.com'),
        bare('secretsmanager:CreateSecret', secret),
        bare('secretsmanager:TagResource', secret),
        ...password,
        ...storage,
        ...grant,
        firstInAccount(s),
      ],
      read: [ours('rds:DescribeDBInstances', db), ...rdsTags(db).read],
      update: [
        // An upgrade to another major version comes with another parameter group and option group.
        ...[db, options, parameters, subnets].map((on) => ours('rds:ModifyDBInstance', on)),
        passes(s, monitoring, 'monitoring.rds.amazonaws.com'),
        passes(s, monitoring, 'rds.amazonaws.com'),
        bare('secretsmanager:CreateSecret', secret),
        bare('secretsmanager:TagResource', secret),
        bare('secretsmanager:RotateSecret', secret, theirs),
        ...password,
        ...storage,
        ...grant,
      ],
      delete: [
        ours('rds:DeleteDBInstance', db),
        ...(s.values['skip_final_snapshot'] === true
          ? []
          : [
              bare('rds:CreateDBSnapshot', at(s, 'rds', `snapshot:${text(s, 'final_snapshot_identifier')}`)),
              ours('rds:CreateDBSnapshot', db),
              makes('rds:AddTagsToResource', at(s, 'rds', `snapshot:${text(s, 'final_snapshot_identifier')}`)),
            ]),
      ],
      tag: rdsTags(db).changed,
    }
  },
  aws_db_instance_role_association: (s) => {
    const db = at(s, 'rds', `db:${named(s.config, 'target')}`)
    return {
      source: `${RDS}instance_role_association.go`,
      create: [ours('rds:AddRoleToDBInstance', db), passes(s, 'target-import', 'rds.amazonaws.com')],
      read: [ours('rds:DescribeDBInstances', db)],
      delete: [ours('rds:RemoveRoleFromDBInstance', db), passes(s, 'target-import', 'rds.amazonaws.com')],
    }
  },
  aws_secretsmanager_secret: (s) => {
    const secret = at(s, 'secretsmanager', `secret:${text(s, 'name')}-AbCdEf`)
    const key = usesKey(s, DATA_KEY, 'secretsmanager', 'Decrypt', 'GenerateDataKey')
    return {
      source:
        'internal/service/secretsmanager/secret.go; https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
      create: [makes('secretsmanager:CreateSecret', secret), makes('secretsmanager:TagResource', secret), ...key],
      read: [ours('secretsmanager:DescribeSecret', secret), ours('secretsmanager:GetResourcePolicy', secret)],
      update: [ours('secretsmanager:UpdateSecret', secret), ...key],
      // A secret that waits for its deletion is brought back before one of its name can be made.
      delete: [ours('secretsmanager:DeleteSecret', secret), ours('secretsmanager:RestoreSecret', secret)],
      tag: [tags('secretsmanager:TagResource', secret), tags('secretsmanager:UntagResource', secret)],
    }
  },
}
