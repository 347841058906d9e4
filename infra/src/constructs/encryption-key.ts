import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias/index.js'
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js'
import { Construct } from 'constructs'
import type { EnvironmentConfig } from '../environments/config.ts'
import { policyDocument, type Statement } from '../iam/statement.ts'
import { accountRoot, named } from '../resource-names.ts'

export interface EncryptionKeyProps {
  readonly config: EnvironmentConfig
  /** What is encrypted with it. */
  readonly description: string
  /** AWS services that use the key on their own, not on behalf of a caller. */
  readonly services: readonly ServiceUse[]
}

export interface ServiceUse {
  readonly sid: string
  readonly principal: string
  readonly actions: readonly string[]
  /** Absent where the service sends no condition key that AWS documents. */
  readonly conditions?: NonNullable<Statement['conditions']>
}

/**
 * A customer-managed key with yearly rotation. Its policy hands access to IAM, and names the services that need it.
 *
 * @example
 * const key = new EncryptionKey(this, 'alerts', {
 *   config, description: 'Alerts.',
 *   services: [{
 *     sid: 'AlarmsToTopics', principal: 'cloudwatch.amazonaws.com', actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
 *   }],
 * })
 */
export class EncryptionKey extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id)
    const key = new KmsKey(this, 'key', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        {
          sid: 'AccountDecidesByIam',
          actions: ['kms:*'],
          resources: ['*'],
          principals: { AWS: accountRoot(props.config) },
        },
        ...props.services.map((use) => ({
          sid: use.sid,
          actions: use.actions,
          resources: ['*'],
          principals: { Service: use.principal },
          ...(use.conditions === undefined ? {} : { conditions: use.conditions }),
        })),
      ]),
      ...(props.config.protect ? { lifecycle: { preventDestroy: true } } : {}),
    })
    key.overrideLogicalId(id)
    new KmsAlias(this, 'alias', { name: `alias/${named(props.config, id)}`, targetKeyId: key.keyId })
    this.arn = key.arn
  }
}
