import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js'
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js'
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js'
import type { Construct } from 'constructs'
import { EncryptionKey } from '../constructs/encryption-key.ts'
import { Role } from '../constructs/role.ts'
import { SecureBucket } from '../constructs/secure-bucket.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { GITHUB_HOST, githubTrustPolicy } from '../iam/github-trust.ts'
import { boundaryStatements } from '../iam/boundary.ts'
import { type CiAccess, driftStatements, planStatements } from '../iam/ci/access.ts'
import { deployPolicies } from '../iam/ci/deploy.ts'
import { policyDocument, type Statement } from '../iam/statement.ts'
import { arn, named } from '../resource-names.ts'
import { EnvironmentStack, stateBucketName } from './environment-stack.ts'

export interface BootstrapProps {
  /** `local` for the very first apply: the bucket of the state is not there yet. */
  readonly state: 's3' | 'local'
}

/** Keys of what the other stacks hold. CI uses them through services, and never changes them. */
export interface KeyValues {
  /** Of buckets, databases and secrets. */
  readonly dataKeyArn: string
  /** Of logs, alerts, dead letters and schedules. */
  readonly operationsKeyArn: string
}

/** Days that an overwritten state can still be brought back. */
const KEEP_OLD_STATE_DAYS = 90

/** What SNS and SQS ask of a key for their senders. */
const ENCRYPT_MESSAGES = ['kms:GenerateDataKey*', 'kms:Decrypt']

/**
 * What has to be there before anything can be deployed from CI, and what CI must not change: the bucket of the Terraform
 * state, the keys, the trust in GitHub, CI's own roles, and the boundary of the roles that CI makes. Applied by a person;
 * see docs/deploying.md.
 */
export class BootstrapStack extends EnvironmentStack {
  readonly keys: KeyValues

  constructor(scope: Construct, config: EnvironmentConfig, props: BootstrapProps) {
    super(scope, 'bootstrap', config, props.state)
    const stateKey = new EncryptionKey(this, 'terraform-state', {
      config,
      description: 'Terraform state of Hourglass.',
      services: [],
    })
    const dataKey = new EncryptionKey(this, 'data-key', {
      config,
      description: 'Hourglass databases, secrets and buckets.',
      services: [],
    })
    this.keys = { dataKeyArn: dataKey.arn, operationsKeyArn: this.operationsKey().arn }
    const state = new SecureBucket(this, 'state', {
      name: stateBucketName(config),
      kmsKeyArn: stateKey.arn,
      keepOldVersionsDays: KEEP_OLD_STATE_DAYS,
      protect: true,
    })
    new IamOpenidConnectProvider(this, 'github', { url: `https://${GITHUB_HOST}`, clientIdList: ['sts.amazonaws.com'] })
    new IamPolicy(this, 'boundary', {
      name: named(config, 'boundary'),
      description: 'The most that a role made by CI can do.',
      policy: policyDocument(boundaryStatements(config, Object.values(this.keys))),
    })
    this.ciRoles({ config, stateBucketArn: state.arn, stateKeyArn: stateKey.arn, ...this.keys })
  }

  private ciRoles(access: CiAccess): void {
    const { config } = this
    const main = 'ref:refs/heads/main'
    const make = (name: 'plan' | 'drift' | 'deploy', description: string, context: string, statements: Statement[]) =>
      new Role(this, name, {
        config,
        name: named(config, name),
        description,
        trust: githubTrustPolicy(config, [context]),
        statements,
        withoutBoundary: true,
      })
    make(
      'plan',
      'Plans of pull requests: reads the state, nothing that is deployed.',
      'pull_request',
      planStatements(access),
    )
    make('drift', 'Drift detection from main: reads configuration, no data.', main, driftStatements(access))
    const only = `Deploys ${config.name}, from the GitHub environment of that name only.`
    const { inline, attached } = deployPolicies(access)
    const deploy = make('deploy', only, `environment:${config.name}`, inline)
    for (const [id, statements] of Object.entries(attached)) {
      const policy = new IamPolicy(this, `deploy-${id}`, {
        name: named(config, `deploy-${id}`),
        description: `Part of what ${named(config, 'deploy')} may do.`,
        policy: policyDocument(statements),
      })
      new IamRolePolicyAttachment(this, `attach-${id}`, { role: deploy.name, policyArn: policy.arn })
    }
  }

  private operationsKey(): EncryptionKey {
    const { config } = this
    return new EncryptionKey(this, 'operations', {
      config,
      description: 'Hourglass logs, alerts, dead letters and schedules.',
      services: [
        {
          sid: 'LogGroups',
          principal: `logs.${config.region}.amazonaws.com`,
          actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
          conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn(config, 'logs', 'log-group:*') } },
        },
        // Without conditions: EventBridge sends neither the account nor the rule to KMS, and no page says that alarms
        // do. The policies on the topic and the queue name the sources.
        // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        { sid: 'EventsToTopicsAndQueues', principal: 'events.amazonaws.com', actions: ENCRYPT_MESSAGES },
        { sid: 'AlarmsToTopics', principal: 'cloudwatch.amazonaws.com', actions: ENCRYPT_MESSAGES },
      ],
    })
  }
}
