import { bare, bucketOf, type Call, makes, type RightsTable } from './call.ts'

/* Buckets. The provider asks for every setting of a bucket whether or not it is used. */

const S3 = 'internal/service/s3/'

/** Settings that a refresh of `aws_s3_bucket` asks for, by the name that IAM has for each. */
const SETTINGS = [
  's3:ListBucket',
  's3:GetAccelerateConfiguration',
  's3:GetBucketAcl',
  's3:GetBucketCORS',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetBucketLogging',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketPolicy',
  's3:GetReplicationConfiguration',
  's3:GetBucketRequestPayment',
  's3:GetBucketTagging',
  's3:GetBucketVersioning',
  's3:GetBucketWebsite',
  's3:GetBucketLocation',
  // Since 6.23 tags are read by S3's newer call.
  's3:ListTagsForResource',
]

/** A resource that is one setting of a bucket: the same call makes, changes and, mostly, removes it. */
function setting(file: string, write: string, read: string, remove = write): RightsTable[string] {
  return (s) => {
    const bucket = bucketOf(s)
    return {
      source: `${S3}${file}.go`,
      create: [bare(write, bucket), bare('s3:ListBucket', bucket)],
      read: [bare(read, bucket)],
      update: [bare(write, bucket)],
      delete: [bare(remove, bucket)],
    }
  }
}

export const STORAGE_RIGHTS: RightsTable = {
  aws_s3_bucket: (s) => {
    const bucket = bucketOf(s)
    const emptied: readonly Call[] =
      s.values['force_destroy'] === true
        ? [
            bare('s3:ListBucketVersions', bucket),
            ...['s3:DeleteObject', 's3:DeleteObjectVersion'].map((action) =>
              bare(action, `${bucket}/runs/1/tables.json`),
            ),
          ]
        : []
    return {
      source: `${S3}bucket.go; https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html`,
      create: [makes('s3:CreateBucket', bucket), bare('s3:TagResource', bucket), bare('s3:PutBucketTagging', bucket)],
      read: SETTINGS.map((action) => bare(action, bucket)),
      delete: [bare('s3:DeleteBucket', bucket), ...emptied],
      tag: ['s3:TagResource', 's3:UntagResource', 's3:PutBucketTagging'].map((action) => bare(action, bucket)),
    }
  },
  aws_s3_bucket_public_access_block: setting(
    'bucket_public_access_block',
    's3:PutBucketPublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
  ),
  aws_s3_bucket_ownership_controls: setting(
    'bucket_ownership_controls',
    's3:PutBucketOwnershipControls',
    's3:GetBucketOwnershipControls',
  ),
  aws_s3_bucket_versioning: setting('bucket_versioning', 's3:PutBucketVersioning', 's3:GetBucketVersioning'),
  aws_s3_bucket_server_side_encryption_configuration: setting(
    'bucket_server_side_encryption_configuration',
    's3:PutEncryptionConfiguration',
    's3:GetEncryptionConfiguration',
  ),
  aws_s3_bucket_lifecycle_configuration: setting(
    'bucket_lifecycle_configuration',
    's3:PutLifecycleConfiguration',
    's3:GetLifecycleConfiguration',
  ),
  aws_s3_bucket_policy: setting('bucket_policy', 's3:PutBucketPolicy', 's3:GetBucketPolicy', 's3:DeleteBucketPolicy'),
}
