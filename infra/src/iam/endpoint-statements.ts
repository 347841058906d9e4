import type { EnvironmentConfig } from '../environments/config.ts'
import { arn, bucketArn, dataBucketName, named } from '../resource-names.ts'
import type { Statement } from './statement.ts'

/*
 * What may pass through the endpoints of the network, whoever asks: our bucket and our secrets. Something that runs in
 * the network with credentials from elsewhere carries nothing out to a bucket of its own.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */

/** Callers of this account only. Postgres, which pulls parts by a role of its own, is one. */
const ours = ({ account }: EnvironmentConfig) => ({ StringEquals: { 'aws:PrincipalAccount': account } })

export function s3EndpointStatements(config: EnvironmentConfig): Statement[] {
  const bucket = bucketArn(config, dataBucketName(config))
  return [
    {
      sid: 'OurBucket',
      principals: '*',
      actions: [
        's3:GetObject',
        's3:PutObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
        's3:ListBucket',
      ],
      resources: [bucket, `${bucket}/*`],
      conditions: ours(config),
    },
  ]
}

export function secretsEndpointStatements(config: EnvironmentConfig): Statement[] {
  const { source } = config
  return [
    {
      sid: 'OurSecrets',
      principals: '*',
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
      resources: [
        arn(config, 'secretsmanager', `secret:${named(config, '*')}`),
        arn(config, 'secretsmanager', 'secret:rds!db-*'),
        ...(source.kind === 'existing' ? [source.secretArn] : []),
      ],
      conditions: ours(config),
    },
  ]
}
