import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { arnOf, stableId } from '../account.ts'
import { nameOf } from './names.ts'
import type { Block, Rule } from './rule.ts'

const resourceId = (block: Block): string => `db-${stableId(block.id, 26).toUpperCase()}`

/** Where the instance is reached: given by the caller, because the server of the local run is not AWS's. */
function located(block: Block, name: 'host' | 'port'): Json {
  return block.attribute(`@${name}`)
}

/** RDS names a managed secret after the instance's resource id. */
export function managedSecretName(block: Block): string {
  return `rds!${resourceId(block).toLowerCase()}`
}

export const awsDbInstance: Rule = {
  type: 'aws_db_instance',
  attributes: {
    id: resourceId,
    resource_id: resourceId,
    identifier: (block) => nameOf(block, 'identifier'),
    arn: (block) => arnOf(block.account, 'rds', `db:${nameOf(block, 'identifier')}`),
    address: (block) => located(block, 'host'),
    port: (block) => located(block, 'port'),
    endpoint: (block) => `${block.attributeText('@host')}:${block.attributeText('@port')}`,
    master_user_secret: (block) => {
      if (block.argument('manage_master_user_password') !== true) return []
      const name = managedSecretName(block)
      const arn = arnOf(block.account, 'secretsmanager', `secret:${name}-${stableId(block.id, 6)}`)
      return [{ secret_arn: arn, secret_status: 'active', kms_key_id: '' }]
    },
  },
}
