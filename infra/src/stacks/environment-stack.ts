import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js'
import { LocalBackend, S3Backend, TerraformStack } from 'cdktf'
import type { Construct } from 'constructs'
import type { EnvironmentConfig } from '../environments/config.ts'

/** Bucket of the Terraform state; the `bootstrap` stack makes it, one per account and region. */
export function stateBucketName(config: EnvironmentConfig): string {
  return `hourglass-terraform-state-${config.account}-${config.region}`
}

/** A stack of one environment: provider pinned to its account and region, state in S3 with S3's own locking, tags. */
export abstract class EnvironmentStack extends TerraformStack {
  readonly config: EnvironmentConfig

  constructor(scope: Construct, id: string, config: EnvironmentConfig, state: 's3' | 'local' = 's3') {
    super(scope, id)
    this.config = config
    new AwsProvider(this, 'aws', {
      region: config.region,
      allowedAccountIds: [config.account],
      defaultTags: [{ tags: { project: 'hourglass', environment: config.name, stack: id } }],
    })
    if (state === 'local') {
      new LocalBackend(this, { path: 'terraform.tfstate' })
      return
    }
    const backend = new S3Backend(this, {
      bucket: stateBucketName(config),
      key: `${config.name}/${id}.tfstate`,
      region: config.region,
      encrypt: true,
    })
    // cdktf 0.21 has no property for it.
    backend.addOverride('use_lockfile', true)
  }
}
