import { arnOf, stableId } from '../account.ts'
import type { Block, Rule } from './rule.ts'

/** Network resources only need an id here: every local server is reached over the loopback interface. */
function networkRule(type: string, prefix: string, arnPath: string): Rule {
  const id = (block: Block): string => `${prefix}-${stableId(block.id, 17)}`
  return { type, attributes: { id, arn: (block) => arnOf(block.account, 'ec2', `${arnPath}/${id(block)}`) } }
}

const endpoint = networkRule('aws_vpc_endpoint', 'vpce', 'vpc-endpoint')

/** A gateway endpoint's service is a list of addresses. */
const vpcEndpoint: Rule = {
  ...endpoint,
  attributes: { ...endpoint.attributes, prefix_list_id: (block) => `pl-${stableId(block.id, 8)}` },
}

export const networkRules: readonly Rule[] = [
  networkRule('aws_vpc', 'vpc', 'vpc'),
  networkRule('aws_subnet', 'subnet', 'subnet'),
  networkRule('aws_security_group', 'sg', 'security-group'),
  networkRule('aws_route_table', 'rtb', 'route-table'),
  networkRule('aws_internet_gateway', 'igw', 'internet-gateway'),
  networkRule('aws_nat_gateway', 'nat', 'natgateway'),
  vpcEndpoint,
]
