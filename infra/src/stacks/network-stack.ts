import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group/index.js'
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log/index.js'
import { RouteTable } from '@cdktf/provider-aws/lib/route-table/index.js'
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association/index.js'
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js'
import { Subnet } from '@cdktf/provider-aws/lib/subnet/index.js'
import { Vpc } from '@cdktf/provider-aws/lib/vpc/index.js'
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint/index.js'
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js'
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js'
import type { Construct } from 'constructs'
import { logGroup } from '../constructs/log-group.ts'
import { Role } from '../constructs/role.ts'
import { subnetOf } from '../environments/cidr.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { zonesOf } from '../environments/zones.ts'
import { s3EndpointStatements, secretsEndpointStatements } from '../iam/endpoint-statements.ts'
import { policyDocument, trustPolicy } from '../iam/statement.ts'
import { named } from '../resource-names.ts'
import { EnvironmentStack } from './environment-stack.ts'

/** What the other stacks take from the network. */
export interface NetworkValues {
  /** Where workers run: a subnet in each zone in use. */
  readonly workerSubnetIds: string[]
  /** Where databases may be: RDS takes no fewer than two zones. */
  readonly databaseSubnetIds: string[]
  readonly workersSecurityGroupId: string
  readonly targetSecurityGroupId: string
  /** Of a MySQL that Hourglass makes. */
  readonly sourceSecurityGroupId: string | undefined
}

export interface NetworkProps {
  /** Key of logs, alerts and dead letters. */
  readonly operationsKeyArn: string
}

const HTTPS = 443
const MYSQL = 3306
const POSTGRES = 5432

/** A private network: no internet gateway, no NAT. AWS is reached through one gateway and one interface endpoint. */
export class NetworkStack extends EnvironmentStack {
  readonly values: NetworkValues
  private readonly vpc: Vpc

  constructor(scope: Construct, config: EnvironmentConfig, { operationsKeyArn }: NetworkProps) {
    super(scope, 'network', config)
    this.vpc = new Vpc(this, 'vpc', {
      cidrBlock: config.network.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: named(config, 'vpc') },
    })
    // Without rules: nothing may use the group that every VPC comes with.
    new DefaultSecurityGroup(this, 'default-group', { vpcId: this.vpc.id })
    this.flowLogs(operationsKeyArn)

    const routes = new RouteTable(this, 'routes', { vpcId: this.vpc.id, tags: { Name: named(config, 'private') } })
    const subnets = zonesOf(config).map((availabilityZone, index) => {
      const letter = availabilityZone.slice(config.region.length)
      const subnet = new Subnet(this, `private-${letter}`, {
        vpcId: this.vpc.id,
        availabilityZone,
        cidrBlock: subnetOf(config.network.cidr, 4, index),
        mapPublicIpOnLaunch: false,
        tags: { Name: named(config, `private-${letter}`) },
      })
      new RouteTableAssociation(this, `private-${letter}-routes`, { subnetId: subnet.id, routeTableId: routes.id })
      return subnet
    })
    const s3 = new VpcEndpoint(this, 's3', {
      vpcId: this.vpc.id,
      serviceName: `com.amazonaws.${config.region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [routes.id],
      policy: policyDocument(s3EndpointStatements(config)),
    })

    const workers = this.group('workers', 'Hourglass workers')
    const target = this.group('target', 'Target Postgres')
    const endpoints = this.group('endpoints', 'Interface endpoints')
    const sourceId = this.allowSource(workers.id)
    this.allow('workers-to-target', { from: workers.id, to: target.id, port: POSTGRES })
    this.allow('workers-to-endpoints', { from: workers.id, to: endpoints.id, port: HTTPS })
    this.allowS3('workers-to-s3', workers.id, s3.prefixListId)
    // The target pulls parts by itself (aws_s3.table_import_from_s3).
    this.allowS3('target-to-s3', target.id, s3.prefixListId)

    const workerSubnetIds = subnets.slice(0, config.network.zones).map((subnet) => subnet.id)
    new VpcEndpoint(this, 'secrets-manager', {
      vpcId: this.vpc.id,
      serviceName: `com.amazonaws.${config.region}.secretsmanager`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: workerSubnetIds,
      securityGroupIds: [endpoints.id],
      policy: policyDocument(secretsEndpointStatements(config)),
    })

    this.values = {
      workerSubnetIds,
      databaseSubnetIds: subnets.map((subnet) => subnet.id),
      workersSecurityGroupId: workers.id,
      targetSecurityGroupId: target.id,
      sourceSecurityGroupId: sourceId,
    }
  }

  /** Lets the workers reach the source, and returns the group of a MySQL that Hourglass makes. */
  private allowSource(workersId: string): string | undefined {
    const { source } = this.config
    if (source.kind === 'managed') {
      const { id } = this.group('source', 'Source MySQL')
      this.allow('workers-to-source', { from: workersId, to: id, port: MYSQL })
      return id
    }
    const { reachedBy, port } = source
    if (reachedBy.by === 'group') {
      this.allow('workers-to-source', { from: workersId, to: reachedBy.securityGroupId, port })
    } else {
      new VpcSecurityGroupEgressRule(this, 'workers-to-source-out', {
        securityGroupId: workersId,
        cidrIpv4: reachedBy.cidr,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        description: 'workers-to-source',
      })
    }
    return undefined
  }

  private group(id: string, description: string): SecurityGroup {
    const name = named(this.config, id)
    return new SecurityGroup(this, id, { name, description, vpcId: this.vpc.id, tags: { Name: name } })
  }

  /** One direction of traffic between two groups: out of the one and into the other. */
  private allow(id: string, rule: { from: string; to: string; port: number }): void {
    const ports = { ipProtocol: 'tcp', fromPort: rule.port, toPort: rule.port, description: id }
    new VpcSecurityGroupEgressRule(this, `${id}-out`, {
      ...ports,
      securityGroupId: rule.from,
      referencedSecurityGroupId: rule.to,
    })
    new VpcSecurityGroupIngressRule(this, `${id}-in`, {
      ...ports,
      securityGroupId: rule.to,
      referencedSecurityGroupId: rule.from,
    })
  }

  private allowS3(id: string, securityGroupId: string, prefixListId: string): void {
    new VpcSecurityGroupEgressRule(this, id, {
      securityGroupId,
      prefixListId,
      ipProtocol: 'tcp',
      fromPort: HTTPS,
      toPort: HTTPS,
      description: id,
    })
  }

  private flowLogs(keyArn: string): void {
    const config = this.config
    const logs = logGroup(this, 'flow-logs', { config, name: `/hourglass/${config.name}/flow-logs`, kmsKeyArn: keyArn })
    const role = new Role(this, 'flow-logs-role', {
      config,
      name: named(config, 'flow-logs'),
      description: 'Writes the flow logs of the network.',
      trust: trustPolicy('vpc-flow-logs.amazonaws.com', config.account),
      statements: [
        {
          sid: 'WriteFlowLogs',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [`${logs.arn}:*`],
        },
      ],
    })
    new FlowLog(this, 'flow-log', {
      vpcId: this.vpc.id,
      trafficType: 'ALL',
      logDestination: logs.arn,
      iamRoleArn: role.arn,
    })
  }
}
