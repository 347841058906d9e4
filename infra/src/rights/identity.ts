import { awsPolicyArn, boundaryArn, globalArn } from '../resource-names.ts'
import {
  bare,
  DATA_KEY,
  keyArn,
  makes,
  OPERATIONS_KEY,
  ours,
  type RightsTable,
  STATE_KEY,
  type Subject,
  tags,
  text,
} from './call.ts'

/* Roles that CI makes, and what only a person makes: keys, the boundary, the trust in GitHub. */

const IAM = 'internal/service/iam/'
const iam = ({ config }: Subject, resource: string) => globalArn(config, 'iam', resource)

/** The role of a policy, whose name is the role's. */
const roleOf = (s: Subject) => iam(s, `role/${text(s, 'name')}`)
const KEYS = [
  ['operations', OPERATIONS_KEY],
  ['data-key', DATA_KEY],
  ['terraform-state', STATE_KEY],
] as const

function key(s: Subject): string {
  const id = KEYS.find(([name]) => s.address.includes(name))?.[1]
  if (id === undefined) throw new Error(`${s.address} is a key that the table does not know`)
  return keyArn(s.config, id)
}

export const IDENTITY_RIGHTS: RightsTable = {
  aws_iam_role: (s) => {
    const role = iam(s, `role/${text(s, 'name')}`)
    const bounded = { 'iam:PermissionsBoundary': boundaryArn(s.config) }
    return {
      source: `${IAM}role.go`,
      create: [makes('iam:CreateRole', role, bounded), makes('iam:TagRole', role)],
      read: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies'].map((action) =>
        ours(action, role),
      ),
      // A role of before the boundary gets it.
      update: [
        ours('iam:UpdateRole', role),
        ours('iam:UpdateRoleDescription', role),
        ours('iam:PutRolePermissionsBoundary', role, bounded),
      ],
      delete: [ours('iam:DeleteRole', role), ours('iam:ListInstanceProfilesForRole', role)],
      tag: [tags('iam:TagRole', role), tags('iam:UntagRole', role)],
      person: {
        calls: [ours('iam:UpdateAssumeRolePolicy', role), ours('iam:DeleteRolePermissionsBoundary', role, bounded)],
        reason: 'who may take a role is for a person to change; CI makes the role anew under another name',
      },
    }
  },
  aws_iam_role_policy: (s) => {
    const role = roleOf(s)
    const bounded = { 'iam:PermissionsBoundary': boundaryArn(s.config) }
    return {
      source: `${IAM}role_policy.go`,
      create: [ours('iam:PutRolePolicy', role, bounded)],
      read: [ours('iam:GetRolePolicy', role)],
      update: [ours('iam:PutRolePolicy', role, bounded)],
      delete: [ours('iam:DeleteRolePolicy', role, bounded)],
    }
  },
  aws_iam_role_policy_attachment: (s) => {
    const [database] = /(?<=\.)(?:source|target)(?=_)/.exec(s.address) ?? []
    const name = database === undefined ? 'deploy' : `${database}-monitoring`
    const role = iam(s, `role/hourglass-${s.config.name}-${name}`)
    const context = {
      'iam:PermissionsBoundary': boundaryArn(s.config),
      'iam:PolicyARN': awsPolicyArn(s.config, 'service-role/AmazonRDSEnhancedMonitoringRole'),
    }
    return {
      source: `${IAM}role_policy_attachment.go`,
      create: [ours('iam:AttachRolePolicy', role, context)],
      read: [ours('iam:ListAttachedRolePolicies', role)],
      delete: [ours('iam:DetachRolePolicy', role, context)],
    }
  },
  aws_iam_policy: (s) => {
    const policy = iam(s, `policy/${text(s, 'name')}`)
    return {
      source: `${IAM}policy.go`,
      create: [makes('iam:CreatePolicy', policy), makes('iam:TagPolicy', policy)],
      read: ['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'].map((action) => ours(action, policy)),
      update: [ours('iam:CreatePolicyVersion', policy), ours('iam:DeletePolicyVersion', policy)],
      delete: [ours('iam:DeletePolicy', policy)],
      tag: [tags('iam:TagPolicy', policy), tags('iam:UntagPolicy', policy)],
    }
  },
  aws_iam_openid_connect_provider: (s) => {
    const provider = iam(s, 'oidc-provider/token.actions.githubusercontent.com')
    return {
      source: `${IAM}openid_connect_provider.go`,
      create: [makes('iam:CreateOpenIDConnectProvider', provider), makes('iam:TagOpenIDConnectProvider', provider)],
      read: [ours('iam:GetOpenIDConnectProvider', provider)],
      update: [
        ours('iam:AddClientIDToOpenIDConnectProvider', provider),
        ours('iam:RemoveClientIDFromOpenIDConnectProvider', provider),
      ],
      delete: [ours('iam:DeleteOpenIDConnectProvider', provider)],
      tag: [tags('iam:TagOpenIDConnectProvider', provider), tags('iam:UntagOpenIDConnectProvider', provider)],
    }
  },
  aws_kms_key: (s) => ({
    source: 'internal/service/kms/key.go',
    create: [
      makes('kms:CreateKey', '*'),
      bare('kms:PutKeyPolicy', key(s)),
      makes('kms:TagResource', key(s)),
      ours('kms:EnableKeyRotation', key(s)),
    ],
    read: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'].map((action) =>
      ours(action, key(s)),
    ),
    update: [ours('kms:PutKeyPolicy', key(s)), ours('kms:UpdateKeyDescription', key(s))],
    delete: [ours('kms:ScheduleKeyDeletion', key(s))],
    tag: [tags('kms:TagResource', key(s)), tags('kms:UntagResource', key(s))],
  }),
  aws_kms_alias: (s) => {
    const alias = `${keyArn(s.config, '').slice(0, -'key/'.length)}${text(s, 'name')}`
    return {
      source: 'internal/service/kms/alias.go',
      create: [bare('kms:CreateAlias', alias), ours('kms:CreateAlias', key(s))],
      read: [bare('kms:ListAliases')],
      update: [bare('kms:UpdateAlias', alias), ours('kms:UpdateAlias', key(s))],
      delete: [bare('kms:DeleteAlias', alias), ours('kms:DeleteAlias', key(s))],
    }
  },
}
