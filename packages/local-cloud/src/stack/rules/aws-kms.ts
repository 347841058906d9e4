import { arnOf, stableId } from '../account.ts'
import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

function keyId(block: Block): string {
  const hex = stableId(block.id, 32)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export const awsKmsKey: Rule = {
  type: 'aws_kms_key',
  attributes: { id: keyId, key_id: keyId, arn: (block) => arnOf(block.account, 'kms', `key/${keyId(block)}`) },
}

export const awsKmsAlias: Rule = {
  type: 'aws_kms_alias',
  attributes: {
    id: (block) => nameOf(block),
    name: (block) => nameOf(block),
    arn: (block) => arnOf(block.account, 'kms', nameOf(block)),
  },
}
