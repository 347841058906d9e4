import type { EnvironmentConfig } from '../../environments/config.ts'
import { arn } from '../../resource-names.ts'
import type { Statement } from '../statement.ts'

/** What makes each kind of resource; the provider gives its tags with the same call. */
const MADE_BY: Readonly<Record<string, readonly string[]>> = {
  vpc: ['ec2:CreateVpc'],
  subnet: ['ec2:CreateSubnet'],
  'route-table': ['ec2:CreateRouteTable'],
  'security-group': ['ec2:CreateSecurityGroup'],
  'security-group-rule': ['ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress'],
  'vpc-endpoint': ['ec2:CreateVpcEndpoint'],
  'vpc-flow-log': ['ec2:CreateFlowLogs'],
}

/**
 * The network. Its ids are AWS's, so tags say whose something is: CI makes only what it tags as ours, and changes only
 * what is tagged so. It can tag nothing that was there before, except a group without a project, which every VPC has.
 */
export function networkStatements(config: EnvironmentConfig): Statement[] {
  const own = { 'aws:ResourceTag/project': 'hourglass', 'aws:ResourceTag/environment': config.name }
  const given = { 'aws:RequestTag/project': 'hourglass', 'aws:RequestTag/environment': config.name }
  const kind = (name: string) => arn(config, 'ec2', `${name}/*`)
  const camel = (name: string) => name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return [
    ...Object.entries(MADE_BY).map(([name, actions]) => ({
      sid: `Make${camel(name)}`,
      actions,
      resources: [kind(name)],
      conditions: { StringEquals: given },
    })),
    {
      sid: 'TagWhatIsMade',
      actions: ['ec2:CreateTags'],
      resources: Object.keys(MADE_BY).map(kind),
      conditions: {
        StringEquals: {
          ...given,
          'ec2:CreateAction': Object.values(MADE_BY).flatMap((actions) =>
            actions.map((one) => one.slice('ec2:'.length)),
          ),
        },
      },
    },
    {
      sid: 'OwnNetwork',
      actions: [
        ...new Set(Object.entries(MADE_BY).flatMap(([name, actions]) => (name === 'vpc' ? [] : actions))),
        'ec2:AssociateRouteTable',
        'ec2:CreateTags',
        'ec2:DeleteFlowLogs',
        'ec2:DeleteRouteTable',
        'ec2:DeleteSecurityGroup',
        'ec2:DeleteSubnet',
        'ec2:DeleteTags',
        'ec2:DeleteVpc',
        'ec2:DeleteVpcEndpoints',
        'ec2:DisassociateRouteTable',
        'ec2:ModifySecurityGroupRules',
        'ec2:ModifySubnetAttribute',
        'ec2:ModifyVpcAttribute',
        'ec2:ModifyVpcEndpoint',
        'ec2:ReplaceRouteTableAssociation',
        'ec2:RevokeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupIngress',
      ],
      resources: Object.keys(MADE_BY).map(kind),
      conditions: { StringEquals: own },
    },
    {
      // The group that AWS makes with a VPC carries no tags until its rules are taken away.
      sid: 'CloseDefaultGroup',
      actions: ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
      resources: [kind('security-group')],
      conditions: { Null: { 'aws:ResourceTag/project': 'true' } },
    },
    {
      sid: 'TagDefaultGroup',
      actions: ['ec2:CreateTags'],
      resources: [kind('security-group')],
      conditions: { Null: { 'aws:ResourceTag/project': 'true' }, StringEquals: given },
    },
    {
      // Lambda leaves its interfaces for a while, without tags. One that is in use cannot be deleted.
      sid: 'LingeringInterfaces',
      actions: ['ec2:DeleteNetworkInterface'],
      resources: [kind('network-interface')],
      conditions: { Null: { 'aws:ResourceTag/project': 'true' } },
    },
    // An endpoint with a private name takes it, without a narrower resource.
    { sid: 'PrivateNames', actions: ['route53:AssociateVPCWithHostedZone'], resources: ['*'] },
    ...theirGroup(config),
  ]
}

/** A MySQL that was there before: rules of its group, and of no other that is not ours. */
function theirGroup(config: EnvironmentConfig): Statement[] {
  const { source } = config
  if (source.kind !== 'existing' || source.reachedBy.by !== 'group') return []
  return [
    {
      sid: 'GroupOfSource',
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifySecurityGroupRules', 'ec2:RevokeSecurityGroupIngress'],
      resources: [arn(config, 'ec2', `security-group/${source.reachedBy.securityGroupId}`)],
    },
  ]
}
