import { DbInstance } from '@cdktf/provider-aws/lib/db-instance/index.js'
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group/index.js'
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group/index.js'
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js'
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js'
import { Construct } from 'constructs'
import type { EnvironmentConfig, InstanceConfig } from '../environments/config.ts'
import { zonesOf } from '../environments/zones.ts'
import { trustPolicy } from '../iam/statement.ts'
import { awsPolicyArn, boundaryArn, named } from '../resource-names.ts'
import { logGroup } from './log-group.ts'

/** What differs between the two engines. */
export interface DatabaseEngine {
  readonly engine: 'postgres' | 'mysql'
  /** Major version; minor versions come by themselves, in the maintenance window. */
  readonly version: string
  readonly parameterFamily: string
  readonly port: number
  /** Name and value; `pending-reboot` for those that are read at start only. */
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly atStart?: boolean }[]
  readonly logExports: string[]
}

export interface DatabaseProps {
  readonly config: EnvironmentConfig
  readonly engine: DatabaseEngine
  readonly database: string
  readonly instance: InstanceConfig
  readonly subnetIds: string[]
  readonly securityGroupId: string
  readonly kmsKeyArn: string
  /** Key of the log groups. */
  readonly logsKeyArn: string
}

/** Postgres that refuses connections without TLS and logs what is slow. */
export function postgresEngine(maxConnections: number): DatabaseEngine {
  return {
    engine: 'postgres',
    version: '17',
    parameterFamily: 'postgres17',
    port: 5432,
    parameters: [
      // 1 is the family's default since Postgres 15, which RDS lists as pending-reboot and keeps so whatever is asked:
      // `immediate` would be a change in every plan (hashicorp/terraform-provider-aws#39252).
      { name: 'rds.force_ssl', value: '1', atStart: true },
      { name: 'max_connections', value: String(maxConnections), atStart: true },
      { name: 'log_statement', value: 'ddl' },
      { name: 'log_min_duration_statement', value: '5000' },
    ],
    logExports: ['postgresql', 'upgrade'],
  }
}

/** MySQL that refuses connections without TLS and logs what is slow. */
export function mysqlEngine(maxConnections: number): DatabaseEngine {
  return {
    engine: 'mysql',
    version: '8.4',
    parameterFamily: 'mysql8.4',
    port: 3306,
    parameters: [
      { name: 'require_secure_transport', value: '1' },
      { name: 'max_connections', value: String(maxConnections) },
      { name: 'slow_query_log', value: '1' },
      // RDS's default is TABLE, and then nothing reaches CloudWatch.
      { name: 'log_output', value: 'FILE' },
      { name: 'long_query_time', value: '5' },
    ],
    logExports: ['error', 'slowquery'],
  }
}

/** What lets RDS send enhanced monitoring; kept by AWS. */
export const MONITORING_POLICY = 'service-role/AmazonRDSEnhancedMonitoringRole'
/** Seconds between two samples of enhanced monitoring. */
const MONITORING_SECONDS = 60
/** Days that Performance Insights keeps for free. */
const INSIGHTS_DAYS = 7

/**
 * An RDS instance that a production review passes: encrypted, TLS only, monitored, backed up, private.
 *
 * @example
 * const target = new Database(this, 'target', {
 *   config, engine: postgresEngine(500), database: 'analytics', instance: config.target.instance,
 *   subnetIds: network.databaseSubnetIds, securityGroupId: network.targetSecurityGroupId, kmsKeyArn: key.arn,
 *   logsKeyArn: network.operationsKeyArn,
 * })
 */
export class Database extends Construct {
  readonly address: string
  readonly port: string
  readonly identifier: string
  /** Secret of the master user, made and rotated by RDS. Workers never read it. */
  readonly masterSecretArn: string

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id)
    const { config, engine, instance } = props
    const name = named(config, id)
    const subnets = new DbSubnetGroup(this, 'subnets', { name, subnetIds: props.subnetIds })
    const parameters = new DbParameterGroup(this, 'parameters', {
      namePrefix: `${name}-`,
      family: engine.parameterFamily,
      description: `Parameters of ${name}.`,
      parameter: engine.parameters.map((parameter) => ({
        name: parameter.name,
        value: parameter.value,
        applyMethod: parameter.atStart === true ? 'pending-reboot' : 'immediate',
      })),
      lifecycle: { createBeforeDestroy: true },
    })
    const monitoring = new IamRole(this, 'monitoring', {
      name: named(config, `${id}-monitoring`),
      description: `Sends enhanced monitoring of ${name}.`,
      assumeRolePolicy: trustPolicy('monitoring.rds.amazonaws.com', config.account),
      permissionsBoundary: boundaryArn(config),
    })
    new IamRolePolicyAttachment(this, 'monitoring-policy', {
      role: monitoring.name,
      policyArn: awsPolicyArn(config, MONITORING_POLICY),
    })
    // RDS would make them itself, without retention and without a key.
    const logs = engine.logExports.map((log) =>
      logGroup(this, `${log}-logs`, { config, name: `/aws/rds/instance/${name}/${log}`, kmsKeyArn: props.logsKeyArn }),
    )
    const database = new DbInstance(this, 'instance', {
      identifier: name,
      engine: engine.engine,
      engineVersion: engine.version,
      instanceClass: instance.class,
      dbName: props.database,
      port: engine.port,
      username: 'hourglass_admin',
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: props.kmsKeyArn,
      iamDatabaseAuthenticationEnabled: true,
      storageType: 'gp3',
      allocatedStorage: instance.storageGb,
      maxAllocatedStorage: instance.maxStorageGb,
      storageEncrypted: true,
      kmsKeyId: props.kmsKeyArn,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      multiAz: instance.multiZone,
      // Beside the workers: traffic between zones costs and takes longer.
      ...(instance.multiZone ? {} : { availabilityZone: zonesOf(config)[0] }),
      parameterGroupName: parameters.name,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      backupRetentionPeriod: instance.backupDays,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: props.kmsKeyArn,
      performanceInsightsRetentionPeriod: INSIGHTS_DAYS,
      monitoringInterval: MONITORING_SECONDS,
      monitoringRoleArn: monitoring.arn,
      enabledCloudwatchLogsExports: engine.logExports,
      dependsOn: logs,
      deletionProtection: config.protect,
      skipFinalSnapshot: !config.protect,
      ...(config.protect
        ? { finalSnapshotIdentifier: `${name}-final`, lifecycle: { preventDestroy: true } }
        : { deleteAutomatedBackups: true }),
    })
    database.overrideLogicalId(id)
    this.address = database.address
    this.port = String(database.port)
    this.identifier = database.identifier
    this.masterSecretArn = database.masterUserSecret.get(0).secretArn
  }
}
