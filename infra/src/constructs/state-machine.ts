import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine/index.js'
import type { StateMachineName } from '@hourglass/contracts/names'
import { Construct } from 'constructs'
import type { EnvironmentConfig } from '../environments/config.ts'
import { type Statement, trustPolicy } from '../iam/statement.ts'
import { named, partitionOf } from '../resource-names.ts'
import type { Definition } from '../state-machines/asl.ts'
import { logGroup } from './log-group.ts'
import { Role } from './role.ts'

export interface StateMachineProps {
  readonly config: EnvironmentConfig
  readonly name: StateMachineName
  readonly definition: Definition
  /** What the definition's states need: `definitionStatements`. */
  readonly statements: readonly Statement[]
  readonly logsKeyArn: string
}

/**
 * A STANDARD state machine with its role, error log and traces. Its name is fixed, so its ARN is known beforehand.
 *
 * @example
 * const definition = buildModel({ workers })
 * new StateMachine(this, {
 *   config, name: 'build-model', definition, logsKeyArn: key.arn,
 *   statements: definitionStatements(definition, { config, machine: 'build-model', functions }),
 * })
 */
export class StateMachine extends Construct {
  readonly arn: string

  constructor(scope: Construct, props: StateMachineProps) {
    super(scope, props.name)
    const { config } = props
    const name = named(config, props.name)
    // Vended logs need this prefix, or the log group's resource policy grows past its limit with many machines.
    const logs = logGroup(this, 'logs', { config, name: `/aws/vendedlogs/states/${name}`, kmsKeyArn: props.logsKeyArn })
    const role = new Role(this, 'role', {
      config,
      name: named(config, `${props.name}-machine`),
      description: `What ${name} may do.`,
      trust: trustPolicy('states.amazonaws.com', config.account),
      statements: [...props.statements, ...deliveryStatements()],
    })
    const machine = new SfnStateMachine(this, 'machine', {
      name,
      type: 'STANDARD',
      roleArn: role.arn,
      definition: inPartition(config, JSON.stringify(props.definition)),
      loggingConfiguration: {
        level: config.logs.level === 'debug' ? 'ALL' : 'ERROR',
        includeExecutionData: false,
        logDestination: `${logs.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      dependsOn: [role.policy],
    })
    machine.overrideLogicalId(props.name)
    this.arn = machine.arn
  }
}

/** Service integrations are named by ARNs of the partition (developer guide, "Integrating other services"). */
function inPartition({ region }: EnvironmentConfig, definition: string): string {
  return definition.replaceAll('"arn:aws:states:::', `"arn:${partitionOf(region)}:states:::`)
}

/** Log delivery and tracing take no narrower resource (developer guide, "Logging using CloudWatch Logs"). */
function deliveryStatements(): Statement[] {
  return [
    {
      sid: 'DeliverLogs',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    },
    {
      sid: 'WriteTraces',
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
    },
  ]
}
