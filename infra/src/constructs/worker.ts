import { writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias/index.js'
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js'
import { AssetType, TerraformAsset } from 'cdktf'
import { Construct } from 'constructs'
import { BUNDLE_HANDLER } from '../bundling/bundle-workers.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { lambdaTrustPolicy, type Statement } from '../iam/statement.ts'
import { named } from '../resource-names.ts'
import type { WorkerTarget } from '../state-machines/hourly-sync.ts'
import { logGroup } from './log-group.ts'
import { Role } from './role.ts'

export interface WorkerSize {
  /** MB. */
  readonly memory: number
  /** Seconds. */
  readonly timeout: number
}

export interface WorkerProps extends WorkerSize {
  readonly config: EnvironmentConfig
  /** Name of the function after `hourglass-<env>-`. */
  readonly name: string
  readonly description: string
  /** Zip bytes. */
  readonly bundle: Buffer
  /** Folder that keeps the zip until the app is synthesized; absolute. */
  readonly scratch: string
  readonly environment: Readonly<Record<string, string>>
  /** What the worker may do besides logging, tracing and joining the network. */
  readonly statements: readonly Statement[]
  readonly subnetIds: string[]
  readonly securityGroupIds: string[]
  readonly logsKeyArn: string
  readonly reservedConcurrency: number
}

/** Amazon's roots and those of RDS, which Node.js does not trust by itself; part of the Lambda runtime. */
const EXTRA_ROOTS = '/var/runtime/ca-cert.pem'

/**
 * A Lambda worker: bundle, log group, own role, published version, alias `live`.
 *
 * The state machines call a version, never `$LATEST`: a redriven execution keeps the definition that it started with,
 * and so it meets the code that it started with.
 *
 * @example
 * const load = new Worker(this, {
 *   config, name: 'load', description: 'Loads parts.', bundle, scratch, memory: 1024, timeout: 240,
 *   environment: { HOURGLASS_BUCKET: bucket.name },
 *   statements: [{ sid: 'ReadParts', actions: ['s3:GetObject'], resources: [`${bucket.arn}/runs/*`] }],
 *   subnetIds, securityGroupIds, logsKeyArn: key.arn, reservedConcurrency: 40,
 * })
 * syncTable({ workers: { ...others, load } }) // the definition calls load.functionArn, a version
 */
export class Worker extends Construct implements WorkerTarget {
  readonly functionName: string
  readonly version: string
  readonly functionArn: string
  readonly timeoutSeconds: number
  readonly logGroup: string
  /** Changes with the code. */
  readonly codeHash: string

  constructor(scope: Construct, props: WorkerProps) {
    super(scope, props.name)
    const { config } = props
    const name = named(config, props.name)
    const logs = logGroup(this, 'logs', { config, name: `/aws/lambda/${name}`, kmsKeyArn: props.logsKeyArn })
    const role = new Role(this, 'role', {
      config,
      name: named(config, `${props.name}-worker`),
      description: `What ${name} may do.`,
      trust: lambdaTrustPolicy(),
      statements: [...runtimeStatements(`${logs.arn}:*`), ...props.statements],
    })
    const code = this.code(props)
    const worker = new LambdaFunction(this, 'function', {
      functionName: name,
      description: props.description,
      ...code,
      handler: BUNDLE_HANDLER,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      memorySize: props.memory,
      timeout: props.timeout,
      reservedConcurrentExecutions: props.reservedConcurrency,
      publish: true,
      role: role.arn,
      environment: { variables: { ...props.environment, NODE_EXTRA_CA_CERTS: EXTRA_ROOTS } },
      vpcConfig: { subnetIds: props.subnetIds, securityGroupIds: props.securityGroupIds },
      loggingConfig: { logFormat: 'JSON', logGroup: logs.name },
      tracingConfig: { mode: 'Active' },
      dependsOn: [role.policy],
    })
    worker.overrideLogicalId(props.name)
    new LambdaAlias(this, 'live', { name: 'live', functionName: worker.functionName, functionVersion: worker.version })
    this.functionName = worker.functionName
    this.version = worker.version
    this.functionArn = worker.qualifiedArn
    this.timeoutSeconds = props.timeout
    this.logGroup = logs.name
    this.codeHash = code.sourceCodeHash
  }

  /** `assetHash` of TerraformAsset is hexadecimal; `source_code_hash` must be base64, or every plan shows a change. */
  private code(props: WorkerProps): { readonly filename: string; readonly sourceCodeHash: string } {
    const zip = join(props.scratch, `${props.name}.zip`)
    writeFileSync(zip, props.bundle)
    const sha256 = createHash('sha256').update(props.bundle).digest()
    const asset = new TerraformAsset(this, 'code', {
      path: zip,
      type: AssetType.FILE,
      assetHash: sha256.toString('hex'),
    })
    return { filename: asset.path, sourceCodeHash: sha256.toString('base64') }
  }
}

/** What every function in a network needs. These actions take no narrower resource (IAM service reference). */
function runtimeStatements(logStreams: string): Statement[] {
  return [
    { sid: 'WriteLogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logStreams] },
    { sid: 'WriteTraces', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
    {
      sid: 'JoinNetwork',
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
    },
  ]
}
