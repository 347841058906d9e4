import { MONITORING_POLICY } from '../../constructs/database.ts'
import type { EnvironmentConfig } from '../../environments/config.ts'
import { awsPolicyArn, boundaryArn, globalArn, named, roleArn } from '../../resource-names.ts'
import type { Statement } from '../statement.ts'

/** Which service may be handed which roles, by their names after `hourglass-<env>-`. */
const PASSED: readonly (readonly [names: string, ...services: readonly string[]])[] = [
  ['*-worker', 'lambda.amazonaws.com'],
  ['*-machine', 'states.amazonaws.com'],
  ['*-schedule', 'scheduler.amazonaws.com'],
  // RDS takes it for enhanced monitoring; no page says under which of its two names.
  ['*-monitoring', 'monitoring.rds.amazonaws.com', 'rds.amazonaws.com'],
  ['target-import', 'rds.amazonaws.com'],
  ['flow-logs', 'vpc-flow-logs.amazonaws.com'],
]

/** Roles that CI must never touch: they are its own. */
const OF_CI = ['plan', 'drift', 'deploy'] as const

/**
 * Roles of what is deployed. Each carries the boundary, so that whatever policy CI writes, the role can do no more than
 * workers do; and no right of CI changes the boundary, a trust, or a role of CI.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function identityStatements(config: EnvironmentConfig): Statement[] {
  const roles = roleArn(config, '*')
  const bounded = { 'iam:PermissionsBoundary': boundaryArn(config) }
  return [
    {
      sid: 'BoundedRoles',
      actions: ['iam:CreateRole', 'iam:DeleteRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
      resources: [roles],
      conditions: { StringEquals: bounded },
    },
    {
      sid: 'MonitoringPolicyOnly',
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      resources: [roles],
      conditions: {
        StringEquals: bounded,
        ArnEquals: { 'iam:PolicyARN': awsPolicyArn(config, MONITORING_POLICY) },
      },
    },
    {
      // AWS has no condition on the boundary for these. None gives a role a right.
      sid: 'OwnRoles',
      actions: [
        'iam:DeleteRole',
        'iam:ListInstanceProfilesForRole',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      resources: [roles],
    },
    ...PASSED.map(
      ([names, ...services], index): Statement => ({
        sid: `Pass${index + 1}`,
        actions: ['iam:PassRole'],
        resources: [roleArn(config, names)],
        conditions: { StringEquals: { 'iam:PassedToService': services } },
      }),
    ),
    {
      sid: 'RoleOfRds',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [globalArn(config, 'iam', 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS')],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'rds.amazonaws.com' } },
    },
    {
      sid: 'NeverItself',
      effect: 'Deny',
      actions: ['iam:*'],
      resources: [
        ...OF_CI.map((name) => roleArn(config, name)),
        globalArn(config, 'iam', `policy/${named(config, '*')}`),
      ],
    },
    // Only a person changes who may take a role, and lifts a boundary.
    {
      sid: 'NeverTrust',
      effect: 'Deny',
      actions: ['iam:UpdateAssumeRolePolicy', 'iam:DeleteRolePermissionsBoundary'],
      resources: ['*'],
    },
  ]
}
