import type { Rule } from './rule.ts'

/** Data sources about the account itself. */
export const accountRules: readonly Rule[] = [
  {
    type: 'data.aws_caller_identity',
    attributes: {
      id: ({ account }) => account.accountId,
      account_id: ({ account }) => account.accountId,
      user_id: ({ account }) => account.accountId,
      arn: ({ account }) => `arn:aws:iam::${account.accountId}:root`,
    },
  },
  {
    type: 'data.aws_region',
    attributes: {
      id: ({ account }) => account.region,
      name: ({ account }) => account.region,
      region: ({ account }) => account.region,
      endpoint: ({ account }) => `ec2.${account.region}.amazonaws.com`,
      description: ({ account }) => account.region,
    },
  },
  {
    type: 'data.aws_partition',
    attributes: {
      id: () => 'aws',
      partition: () => 'aws',
      dns_suffix: () => 'amazonaws.com',
      reverse_dns_prefix: () => 'com.amazonaws',
    },
  },
  {
    type: 'data.aws_availability_zones',
    attributes: {
      id: ({ account }) => account.region,
      names: ({ account }) => ['a', 'b', 'c'].map((zone) => `${account.region}${zone}`),
    },
  },
]
