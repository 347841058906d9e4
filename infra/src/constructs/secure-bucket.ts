import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js'
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js'
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js'
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js'
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js'
import { S3BucketServerSideEncryptionConfigurationA as Encryption } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js'
import { S3BucketVersioningA as Versioning } from '@cdktf/provider-aws/lib/s3-bucket-versioning/index.js'
import { Construct } from 'constructs'
import { policyDocument } from '../iam/statement.ts'

export interface SecureBucketProps {
  readonly name: string
  readonly kmsKeyArn: string
  /** Days after which an object expires; absent: never. */
  readonly expireAfterDays?: number
  /** Days that an overwritten or deleted object can still be brought back. */
  readonly keepOldVersionsDays: number
  readonly protect: boolean
}

/** Days after which an upload that never completed is removed, and its parts stop costing. */
const ABANDONED_UPLOAD_DAYS = 2

/**
 * A private bucket: KMS, versions, TLS only, no ACLs, no public access, nothing abandoned stays.
 *
 * @example
 * new SecureBucket(this, 'data', {
 *   name: dataBucketName(config), kmsKeyArn: key.arn, expireAfterDays: 30, keepOldVersionsDays: 7, protect: true,
 * })
 */
export class SecureBucket extends Construct {
  readonly name: string
  readonly arn: string

  constructor(scope: Construct, id: string, props: SecureBucketProps) {
    super(scope, id)
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: props.name,
      ...(props.protect ? { lifecycle: { preventDestroy: true } } : { forceDestroy: true }),
    })
    bucket.overrideLogicalId(id)
    this.name = bucket.bucket
    this.arn = bucket.arn
    const on = { bucket: bucket.id }
    new S3BucketPublicAccessBlock(this, 'public-access', {
      ...on,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
    new S3BucketOwnershipControls(this, 'ownership', { ...on, rule: { objectOwnership: 'BucketOwnerEnforced' } })
    new Versioning(this, 'versioning', { ...on, versioningConfiguration: { status: 'Enabled' } })
    new Encryption(this, 'encryption', {
      ...on,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: props.kmsKeyArn },
          bucketKeyEnabled: true,
        },
      ],
    })
    new S3BucketLifecycleConfiguration(this, 'lifecycle', { ...on, rule: lifecycleRules(props) })
    new S3BucketPolicy(this, 'policy', {
      ...on,
      policy: policyDocument([
        {
          sid: 'TlsOnly',
          effect: 'Deny',
          principals: '*',
          actions: ['s3:*'],
          resources: [bucket.arn, `${bucket.arn}/*`],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    })
  }
}

function lifecycleRules(props: SecureBucketProps): S3BucketLifecycleConfigurationRule[] {
  return [
    {
      id: 'expire',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      ...(props.expireAfterDays === undefined ? {} : { expiration: [{ days: props.expireAfterDays }] }),
      noncurrentVersionExpiration: [{ noncurrentDays: props.keepOldVersionsDays }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABANDONED_UPLOAD_DAYS }],
    },
  ]
}
