import { blocks, type Resource } from '../resource.ts'
import { companion, each, type Rule } from '../rule.ts'

const RULE_TYPES = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule']
const EVERYWHERE = ['0.0.0.0/0', '::/0']

function isOpen(values: Resource['values']): boolean {
  return [values['cidr_ipv4'], values['cidr_ipv6']].some((cidr) => EVERYWHERE.includes(String(cidr)))
}

function rules(resources: readonly Resource[], types = RULE_TYPES): readonly Resource[] {
  return resources.filter((resource) => types.includes(resource.type))
}

/** References within a stack, and through the output that another stack reads. */
function attaches(other: Resource, group: Resource): boolean {
  if (RULE_TYPES.includes(other.type)) return false
  const values = JSON.stringify(other.values)
  const id = group.address.slice(group.type.length + 1)
  return values.includes(`\${${group.address}.id}`) || values.includes(`cross-stack-output-${group.type}${id}id}`)
}

export const NETWORK_RULES: readonly Rule[] = [
  {
    id: 'CKV_AWS_23',
    title: 'security groups and their rules are described',
    check: (resources) =>
      rules(resources, [...RULE_TYPES, 'aws_security_group'])
        .filter(({ values }) => values['description'] === undefined || values['description'] === '')
        .map(({ address }) => ({ address, problem: 'description is empty' })),
  },
  {
    id: 'CKV_AWS_382',
    title: 'no group may send anything anywhere',
    check: (resources) =>
      rules(resources)
        .filter(({ type, values }) => type.includes('egress') && isOpen(values) && values['ip_protocol'] === '-1')
        .map(({ address }) => ({ address, problem: 'egress to everywhere on every port' })),
  },
  {
    id: 'CKV_AWS_277',
    title: 'no group takes traffic from everywhere',
    check: (resources) =>
      rules(resources)
        .filter(({ type, values }) => type.includes('ingress') && isOpen(values))
        .map(({ address }) => ({ address, problem: 'ingress from everywhere' })),
  },
  {
    id: 'CKV2_AWS_5',
    title: 'security groups are attached to something',
    byReference: true,
    check: (resources) =>
      rules(resources, ['aws_security_group'])
        .filter((group) => !resources.some((other) => other !== group && attaches(other, group)))
        .map(({ address }) => ({ address, problem: 'nothing but rules refers to the group' })),
  },
  each(
    'CKV_AWS_130',
    'aws_subnet',
    'subnets give out no public address',
    (v) => v['map_public_ip_on_launch'] === true && 'map_public_ip_on_launch is true',
  ),
  companion('CKV2_AWS_11', { of: 'aws_vpc', is: 'aws_flow_log', by: 'vpc_id' }, 'flow logs are on', () => true),
  companion(
    'CKV2_AWS_12',
    { of: 'aws_vpc', is: 'aws_default_security_group', by: 'vpc_id' },
    'the default group has no rules',
    (v) => blocks(v['ingress']).length === 0 && blocks(v['egress']).length === 0,
  ),
]
