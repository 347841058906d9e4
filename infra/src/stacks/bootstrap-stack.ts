import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js'
import type { Construct } from 'constructs'
import { EncryptionKey } from '../constructs/encryption-key.ts'
import { Role } from '../constructs/role.ts'
import { SecureBucket } from '../constructs/secure-bucket.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { GITHUB_HOST, githubTrustPolicy } from '../iam/github-trust.ts'
import { deployStatements, planStatements } from '../iam/pipeline-role-statements.ts'
import { named } from '../resource-names.ts'
import { EnvironmentStack, stateBucketName } from './environment-stack.ts'

export interface BootstrapProps {
  /** `local` for the very first apply: the bucket of the state is not there yet. */
  readonly state: 's3' | 'local'
}

/** Days that an overwritten state can still be brought back. */
const KEEP_OLD_STATE_DAYS = 90

/**
 * What has to be there before anything can be deployed from CI: the bucket of the Terraform state, the trust in GitHub,
 * a role that plans and a role that deploys. Applied once by a person; see docs/deploying.md.
 */
export class BootstrapStack extends EnvironmentStack {
  constructor(scope: Construct, config: EnvironmentConfig, props: BootstrapProps) {
    super(scope, 'bootstrap', config, props.state)
    const key = new EncryptionKey(this, 'terraform-state', {
      config,
      description: 'Terraform state of Hourglass.',
      services: [],
    })
    const state = new SecureBucket(this, 'state', {
      name: stateBucketName(config),
      kmsKeyArn: key.arn,
      keepOldVersionsDays: KEEP_OLD_STATE_DAYS,
      protect: true,
    })
    new IamOpenidConnectProvider(this, 'github', { url: `https://${GITHUB_HOST}`, clientIdList: ['sts.amazonaws.com'] })
    const access = { config, stateBucketArn: state.arn, stateKeyArn: key.arn }
    new Role(this, 'plan', {
      name: named(config, 'plan'),
      description: 'Reads what is deployed, for plans on pull requests and for drift detection. Reads no data.',
      trust: githubTrustPolicy(config, ['pull_request', 'ref:refs/heads/main']),
      statements: planStatements(access),
    })
    new Role(this, 'deploy', {
      name: named(config, 'deploy'),
      description: `Deploys ${config.name}, from the GitHub environment of that name only.`,
      trust: githubTrustPolicy(config, [`environment:${config.name}`]),
      statements: deployStatements(access),
    })
  }
}
