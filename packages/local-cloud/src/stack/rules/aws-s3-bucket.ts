import { nameOf } from './names.ts'
import type { Rule } from './rule.ts'

export const awsS3Bucket: Rule = {
  type: 'aws_s3_bucket',
  attributes: {
    id: (block) => nameOf(block, 'bucket'),
    bucket: (block) => nameOf(block, 'bucket'),
    arn: (block) => `arn:aws:s3:::${nameOf(block, 'bucket')}`,
    region: ({ account }) => account.region,
    bucket_domain_name: (block) => `${nameOf(block, 'bucket')}.s3.amazonaws.com`,
    bucket_regional_domain_name: (block) => `${nameOf(block, 'bucket')}.s3.${block.account.region}.amazonaws.com`,
  },
}
