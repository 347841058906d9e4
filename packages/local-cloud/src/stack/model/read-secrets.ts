import { isObject } from '@hourglass/local-stepfunctions/language/json'
import { managedSecretName } from '../rules/aws-db-instance.ts'
import { asBlocks } from '../rules/blocks.ts'
import type { StackScope } from '../stack-scope.ts'
import type { SecretModel } from './model.ts'
import { optionalText, resourceOf, textOf } from './read-arguments.ts'

/** Secrets of the stack, and those that RDS would make for instances with manage_master_user_password. */
export function readSecrets(scope: StackScope): readonly SecretModel[] {
  const versions = scope.blocksOfType('aws_secretsmanager_secret_version')
  const plain = scope.blocksOfType('aws_secretsmanager_secret').map((block) => {
    const secret = resourceOf(block, 'name')
    const version = versions.find((found) => found.text('secret_id') === secret.arn)
    return {
      ...secret,
      kmsKeyArn: optionalText(block, 'kms_key_id'),
      initialValue: version && optionalText(version, 'secret_string'),
      database: undefined,
    }
  })
  const managed = scope.blocksOfType('aws_db_instance').flatMap((block) => {
    const [secret] = asBlocks(block.attribute('master_user_secret'))
    const arn = isObject(secret) ? textOf(secret['secret_arn']) : undefined
    if (arn === undefined) return []
    const database = { id: block.id, address: block.address }
    const address = `${block.address}.master_user_secret`
    return [
      {
        id: `${block.id}.master_user_secret`,
        address,
        name: managedSecretName(block),
        arn,
        kmsKeyArn: optionalText(block, 'master_user_secret_kms_key_id'),
        initialValue: undefined,
        database,
      },
    ]
  })
  return [...plain, ...managed]
}
