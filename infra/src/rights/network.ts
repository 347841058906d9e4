import { at, bare, type Call, makes, ours, passes, reads, type RightsTable, type Subject, tags } from './call.ts'

/* What a network takes. Ids are AWS's, so tags say whose they are. */

const EC2 = 'internal/service/ec2/'

const VPC = (s: Subject) => at(s, 'ec2', 'vpc/vpc-1')
const SUBNET = (s: Subject) => at(s, 'ec2', 'subnet/subnet-1')
const ROUTES = (s: Subject) => at(s, 'ec2', 'route-table/rtb-1')
const GROUP = (s: Subject) => at(s, 'ec2', 'security-group/sg-1')
const RULE = (s: Subject) => at(s, 'ec2', 'security-group-rule/sgr-1')

/** Tags that come with the call that makes a resource are a call of their own to IAM. */
function tagged(action: string, on: string): Call[] {
  const [, name = ''] = action.split(':')
  return [makes(action, on), makes('ec2:CreateTags', on, { 'ec2:CreateAction': name })]
}

function retag(on: string): Call[] {
  return [tags('ec2:CreateTags', on), tags('ec2:DeleteTags', on)]
}

/** Interfaces that Lambda leaves behind for a while; the provider removes them before a group or a subnet. */
function lingering(s: Subject): Call[] {
  return [
    ...reads('ec2:DescribeNetworkInterfaces'),
    bare('ec2:DeleteNetworkInterface', at(s, 'ec2', 'network-interface/eni-1')),
  ]
}

/** A rule of a group: ours, or that of a MySQL that was there before, which has no tags of ours. */
function groupRule(direction: 'Ingress' | 'Egress'): RightsTable[string] {
  return (s) => {
    const theirs = String(s.values['security_group_id']).startsWith('sg-')
    const group = theirs ? at(s, 'ec2', `security-group/${String(s.values['security_group_id'])}`) : GROUP(s)
    const onGroup = (action: string) => (theirs ? bare(action, group) : ours(action, group))
    return {
      source: `${EC2}vpc_security_group_${direction.toLowerCase()}_rule.go`,
      create: [
        onGroup(`ec2:AuthorizeSecurityGroup${direction}`),
        ...tagged(`ec2:AuthorizeSecurityGroup${direction}`, RULE(s)),
      ],
      read: reads('ec2:DescribeSecurityGroupRules'),
      update: [onGroup('ec2:ModifySecurityGroupRules'), ours('ec2:ModifySecurityGroupRules', RULE(s))],
      delete: [onGroup(`ec2:RevokeSecurityGroup${direction}`)],
      tag: retag(RULE(s)),
    }
  }
}

export const NETWORK_RIGHTS: RightsTable = {
  aws_vpc: (s) => ({
    source: `${EC2}vpc_.go`,
    create: [...tagged('ec2:CreateVpc', VPC(s)), ours('ec2:ModifyVpcAttribute', VPC(s))],
    read: [
      ...reads('ec2:DescribeVpcs', 'ec2:DescribeNetworkAcls', 'ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups'),
      ours('ec2:DescribeVpcAttribute', VPC(s)),
    ],
    update: [ours('ec2:ModifyVpcAttribute', VPC(s))],
    delete: [ours('ec2:DeleteVpc', VPC(s))],
    tag: retag(VPC(s)),
  }),
  aws_default_security_group: (s) => ({
    // The group comes with the VPC and has no tags until it is closed. It goes with the VPC too.
    source: `${EC2}vpc_default_security_group.go`,
    create: [
      bare('ec2:RevokeSecurityGroupIngress', GROUP(s)),
      bare('ec2:RevokeSecurityGroupEgress', GROUP(s)),
      makes('ec2:CreateTags', GROUP(s)),
    ],
    read: reads('ec2:DescribeSecurityGroups', 'ec2:DescribeSecurityGroupRules'),
    update: [ours('ec2:RevokeSecurityGroupIngress', GROUP(s)), ours('ec2:RevokeSecurityGroupEgress', GROUP(s))],
    delete: [],
    tag: retag(GROUP(s)),
  }),
  aws_flow_log: (s) => ({
    source: `${EC2}vpc_flow_log.go; https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html`,
    create: [
      ours('ec2:CreateFlowLogs', VPC(s)),
      ...tagged('ec2:CreateFlowLogs', at(s, 'ec2', 'vpc-flow-log/fl-1')),
      passes(s, 'flow-logs', 'vpc-flow-logs.amazonaws.com'),
    ],
    read: reads('ec2:DescribeFlowLogs'),
    delete: [ours('ec2:DeleteFlowLogs', at(s, 'ec2', 'vpc-flow-log/fl-1'))],
    tag: retag(at(s, 'ec2', 'vpc-flow-log/fl-1')),
  }),
  aws_route_table: (s) => ({
    source: `${EC2}vpc_route_table.go`,
    create: [ours('ec2:CreateRouteTable', VPC(s)), ...tagged('ec2:CreateRouteTable', ROUTES(s))],
    read: reads('ec2:DescribeRouteTables'),
    delete: [
      ours('ec2:DeleteRouteTable', ROUTES(s)),
      ours('ec2:DisassociateRouteTable', ROUTES(s)),
      ours('ec2:DisassociateRouteTable', SUBNET(s)),
    ],
    tag: retag(ROUTES(s)),
  }),
  aws_route_table_association: (s) => {
    const both = (action: string) => [ours(action, ROUTES(s)), ours(action, SUBNET(s))]
    return {
      source: `${EC2}vpc_route_table_association.go`,
      create: both('ec2:AssociateRouteTable'),
      read: reads('ec2:DescribeRouteTables'),
      update: both('ec2:ReplaceRouteTableAssociation'),
      delete: both('ec2:DisassociateRouteTable'),
    }
  },
  aws_subnet: (s) => ({
    source: `${EC2}vpc_subnet.go`,
    create: [
      ours('ec2:CreateSubnet', VPC(s)),
      ...tagged('ec2:CreateSubnet', SUBNET(s)),
      ours('ec2:ModifySubnetAttribute', SUBNET(s)),
    ],
    read: reads('ec2:DescribeSubnets'),
    update: [ours('ec2:ModifySubnetAttribute', SUBNET(s))],
    delete: [ours('ec2:DeleteSubnet', SUBNET(s)), ...lingering(s)],
    tag: retag(SUBNET(s)),
  }),
  aws_security_group: (s) => ({
    source: `${EC2}vpc_security_group.go`,
    create: [
      ours('ec2:CreateSecurityGroup', VPC(s)),
      ...tagged('ec2:CreateSecurityGroup', GROUP(s)),
      ours('ec2:RevokeSecurityGroupEgress', GROUP(s)),
    ],
    read: reads('ec2:DescribeSecurityGroups'),
    delete: [
      ours('ec2:DeleteSecurityGroup', GROUP(s)),
      ours('ec2:RevokeSecurityGroupIngress', GROUP(s)),
      ours('ec2:RevokeSecurityGroupEgress', GROUP(s)),
      ...lingering(s),
    ],
    tag: retag(GROUP(s)),
  }),
  aws_vpc_security_group_ingress_rule: groupRule('Ingress'),
  aws_vpc_security_group_egress_rule: groupRule('Egress'),
  aws_vpc_endpoint: (s) => {
    const endpoint = at(s, 'ec2', 'vpc-endpoint/vpce-1')
    const places = s.values['vpc_endpoint_type'] === 'Interface' ? [SUBNET(s), GROUP(s)] : [ROUTES(s)]
    return {
      source: `${EC2}vpc_endpoint.go; https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html`,
      create: [
        ...[VPC(s), ...places].map((on) => ours('ec2:CreateVpcEndpoint', on)),
        ...tagged('ec2:CreateVpcEndpoint', endpoint),
        bare('route53:AssociateVPCWithHostedZone'),
        ...reads('ec2:DescribeVpcs'),
      ],
      read: reads('ec2:DescribeVpcEndpoints', 'ec2:DescribePrefixLists', 'ec2:DescribeNetworkInterfaces'),
      update: [endpoint, ...places].map((on) => ours('ec2:ModifyVpcEndpoint', on)),
      delete: [ours('ec2:DeleteVpcEndpoints', endpoint)],
      tag: retag(endpoint),
    }
  },
}
