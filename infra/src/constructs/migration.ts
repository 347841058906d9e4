import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation/index.js'
import { Construct } from 'constructs'
import { MIGRATE } from '../bundle-sources.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import type { Statement } from '../iam/statement.ts'
import type { DataValues } from '../stacks/data-stack.ts'
import { migrateEnvironment } from '../worker-environment.ts'
import { Worker } from './worker.ts'

export interface MigrationProps {
  readonly config: EnvironmentConfig
  readonly data: DataValues
  /** Secrets of the administrators; without `mysql` that database is left alone. */
  readonly admins: { readonly postgres: string; readonly mysql?: string }
  readonly subnetIds: string[]
  readonly securityGroupId: string
  readonly logsKeyArn: string
  /** Zip bytes. */
  readonly bundle: Buffer | undefined
  readonly scratch: string
}

/**
 * A function inside the network that makes the workers' users, the extension and first secrets, and its call: each
 * deploy that changes its code or the databases calls it, and fails when it fails. It alone may read the
 * administrators' passwords and write secrets; no value passes through Terraform.
 */
export class Migration extends Construct {
  constructor(scope: Construct, props: MigrationProps) {
    super(scope, 'migration')
    const { config, data, admins } = props
    if (props.bundle === undefined) throw new Error(`there is no bundle for function "${MIGRATE}"`)
    const environment = migrateEnvironment(config, data, admins)
    const worker = new Worker(this, {
      config,
      name: MIGRATE,
      description: 'Run by a deploy: users, extension and first secrets of the databases.',
      memory: 512,
      timeout: 120,
      bundle: props.bundle,
      scratch: props.scratch,
      environment,
      statements: migrationStatements(data, admins),
      subnetIds: props.subnetIds,
      securityGroupIds: [props.securityGroupId],
      logsKeyArn: props.logsKeyArn,
      reservedConcurrency: 1,
    })
    new LambdaInvocation(this, 'call', {
      functionName: worker.functionName,
      qualifier: worker.version,
      input: '{}',
      triggers: { code: worker.codeHash, environment: JSON.stringify(environment) },
    })
  }
}

function migrationStatements(data: DataValues, admins: MigrationProps['admins']): Statement[] {
  const workers = [
    data.target.secretArn,
    data.maskSecretArn,
    ...(admins.mysql === undefined ? [] : [data.source.secretArn]),
  ]
  return [
    {
      sid: 'ReadSecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [...workers, admins.postgres, ...(admins.mysql === undefined ? [] : [admins.mysql])],
    },
    { sid: 'StoreFirstSecrets', actions: ['secretsmanager:PutSecretValue'], resources: workers },
    { sid: 'UseSecretKey', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [data.dataKeyArn] },
  ]
}
