import { DbInstanceRoleAssociation } from '@cdktf/provider-aws/lib/db-instance-role-association/index.js'
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret/index.js'
import type { Construct } from 'constructs'
import { Database, mysqlEngine, postgresEngine } from '../constructs/database.ts'
import { type BundleName, MIGRATE } from '../bundle-sources.ts'
import type { KeyValues } from './bootstrap-stack.ts'
import { Migration } from '../constructs/migration.ts'
import { Role } from '../constructs/role.ts'
import type { EnvironmentConfig, InstanceConfig } from '../environments/config.ts'
import { trustPolicy } from '../iam/statement.ts'
import { bucketArn, dataBucketName, named } from '../resource-names.ts'
import { EnvironmentStack } from './environment-stack.ts'
import type { NetworkValues } from './network-stack.ts'

/** Where a database is and which secret opens it. */
export interface DatabaseValues {
  readonly host: string
  readonly port: string
  readonly database: string
  readonly secretArn: string
  /** Key of the secret; absent: the account's default key, which needs no permission. */
  readonly secretKeyArn?: string
}

/** What the other stacks take from the data stack. */
export interface DataValues {
  readonly source: DatabaseValues
  readonly target: DatabaseValues
  readonly maskSecretArn: string
  /** Key of buckets, databases and secrets. */
  readonly dataKeyArn: string
  /** The databases that Hourglass makes, to watch. */
  readonly instances: readonly WatchedInstance[]
}

export interface WatchedInstance {
  readonly id: 'source' | 'target'
  readonly identifier: string
  readonly config: InstanceConfig
}

export interface DataProps {
  readonly network: NetworkValues
  readonly keys: KeyValues
  /** Zip bytes by function. */
  readonly bundles: ReadonlyMap<BundleName, Buffer>
  /** Folder that keeps the zips until the app is synthesized; absolute. */
  readonly scratch: string
}

/** Days in which a deleted secret can be brought back. */
const SECRET_RECOVERY_DAYS = 7

interface SourceParts {
  readonly values: DatabaseValues
  /** Absent for a MySQL that is not ours. */
  readonly instance?: WatchedInstance
  readonly adminSecretArn?: string
}

/** Databases and secrets; the migration that readies the databases. */
export class DataStack extends EnvironmentStack {
  readonly values: DataValues
  private readonly keys: KeyValues

  constructor(scope: Construct, config: EnvironmentConfig, props: DataProps) {
    super(scope, 'data', config)
    const { network } = props
    this.keys = props.keys
    const target = this.target(network)
    const source = this.source(network)
    const targetSecret = this.secret('postgres', 'Workers in the target Postgres: {"username","password"}.')
    this.values = {
      source: source.values,
      target: {
        host: target.address,
        port: target.port,
        database: config.target.database,
        secretArn: targetSecret,
        secretKeyArn: this.keys.dataKeyArn,
      },
      maskSecretArn: this.secret('mask-key', 'Key of masked columns: {"key"}, base64.'),
      dataKeyArn: this.keys.dataKeyArn,
      instances: [
        { id: 'target', identifier: target.identifier, config: config.target.instance },
        ...(source.instance === undefined ? [] : [source.instance]),
      ],
    }
    const { adminSecretArn } = source
    const admins = {
      postgres: target.masterSecretArn,
      ...(adminSecretArn === undefined ? {} : { mysql: adminSecretArn }),
    }
    new Migration(this, {
      config,
      admins,
      data: this.values,
      subnetIds: network.workerSubnetIds,
      securityGroupId: network.workersSecurityGroupId,
      logsKeyArn: this.keys.operationsKeyArn,
      bundle: props.bundles.get(MIGRATE),
      scratch: props.scratch,
    })
  }

  private target(network: NetworkValues): Database {
    const { config } = this
    const target = new Database(this, 'target', {
      config,
      engine: postgresEngine(config.target.instance.maxConnections),
      database: config.target.database,
      instance: config.target.instance,
      subnetIds: network.databaseSubnetIds,
      securityGroupId: network.targetSecurityGroupId,
      kmsKeyArn: this.keys.dataKeyArn,
      logsKeyArn: this.keys.operationsKeyArn,
    })
    const parts = `${bucketArn(config, dataBucketName(config))}/runs/*/parts/*`
    const importRole = new Role(this, 'import', {
      config,
      name: named(config, 'target-import'),
      description: 'The target Postgres pulls parts with aws_s3.',
      trust: trustPolicy('rds.amazonaws.com', config.account),
      statements: [
        { sid: 'ReadParts', actions: ['s3:GetObject'], resources: [parts] },
        { sid: 'UseBucketKey', actions: ['kms:Decrypt'], resources: [this.keys.dataKeyArn] },
      ],
    })
    new DbInstanceRoleAssociation(this, 'import-association', {
      dbInstanceIdentifier: target.identifier,
      featureName: 's3Import',
      roleArn: importRole.arn,
      dependsOn: [importRole.policy],
    })
    return target
  }

  private source(network: NetworkValues): SourceParts {
    const { source } = this.config
    if (source.kind === 'existing') {
      const { host, database, secretArn, secretKeyArn } = source
      const key = secretKeyArn === undefined ? {} : { secretKeyArn }
      return { values: { host, port: String(source.port), database, secretArn, ...key } }
    }
    const { sourceSecurityGroupId } = network
    if (sourceSecurityGroupId === undefined)
      throw new Error('the network has no group for the source that is made here')
    const made = new Database(this, 'source', {
      config: this.config,
      engine: mysqlEngine(source.instance.maxConnections),
      database: source.database,
      instance: source.instance,
      subnetIds: network.databaseSubnetIds,
      securityGroupId: sourceSecurityGroupId,
      kmsKeyArn: this.keys.dataKeyArn,
      logsKeyArn: this.keys.operationsKeyArn,
    })
    return {
      values: {
        host: made.address,
        port: made.port,
        database: source.database,
        secretArn: this.secret('mysql', 'Workers in the source MySQL: {"username","password"}.'),
        secretKeyArn: this.keys.dataKeyArn,
      },
      instance: { id: 'source', identifier: made.identifier, config: source.instance },
      adminSecretArn: made.masterSecretArn,
    }
  }

  /** The secret without a value: values never enter Terraform, its plans or its state. */
  private secret(id: string, description: string): string {
    const secret = new SecretsmanagerSecret(this, id, {
      name: named(this.config, id),
      description,
      kmsKeyId: this.keys.dataKeyArn,
      recoveryWindowInDays: SECRET_RECOVERY_DAYS,
      ...(this.config.protect ? { lifecycle: { preventDestroy: true } } : {}),
    })
    secret.overrideLogicalId(id)
    return secret.arn
  }
}
