import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule/index.js'
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group/index.js'
import { Construct } from 'constructs'
import type { EnvironmentConfig } from '../environments/config.ts'
import { trustPolicy } from '../iam/statement.ts'
import { named } from '../resource-names.ts'
import { DeadLetterQueue } from './dead-letter-queue.ts'
import { Role } from './role.ts'

export interface HourlyScheduleProps {
  readonly config: EnvironmentConfig
  readonly stateMachineArn: string
  readonly kmsKeyArn: string
}

/** A start that is later than this is of no use: the next hour is near, and a late one would only find the lease taken. */
const MAXIMUM_EVENT_AGE_SECONDS = 900
const MAXIMUM_RETRIES = 3

/**
 * Starts a run each hour, with the hour it stands for as its input; what cannot be started lands in a queue.
 *
 * @example
 * const hourly = new HourlySchedule(this, 'hourly', { config, stateMachineArn: machine.arn, kmsKeyArn: key.arn })
 * this.deadLetterAlarm('schedule', hourly.deadLetters.name)
 */
export class HourlySchedule extends Construct {
  readonly deadLetters: DeadLetterQueue

  constructor(scope: Construct, id: string, props: HourlyScheduleProps) {
    super(scope, id)
    const { config } = props
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      name: named(config, `${id}-dead-letters`),
      kmsKeyArn: props.kmsKeyArn,
      senders: [],
    })
    const role = new Role(this, 'role', {
      config,
      name: named(config, `${id}-schedule`),
      description: 'Starts the hourly run.',
      trust: trustPolicy('scheduler.amazonaws.com', config.account),
      statements: [
        { sid: 'StartRun', actions: ['states:StartExecution'], resources: [props.stateMachineArn] },
        { sid: 'KeepWhatFailed', actions: ['sqs:SendMessage'], resources: [this.deadLetters.arn] },
        {
          sid: 'EncryptWhatFailed',
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: [props.kmsKeyArn],
        },
      ],
    })
    const group = new SchedulerScheduleGroup(this, 'group', { name: named(config, 'schedules') })
    const schedule = new SchedulerSchedule(this, 'schedule', {
      name: named(config, id),
      groupName: group.name,
      description: 'Starts hourly-sync.',
      scheduleExpression: config.schedule.expression,
      scheduleExpressionTimezone: 'UTC',
      state: config.schedule.enabled ? 'ENABLED' : 'DISABLED',
      flexibleTimeWindow: { mode: 'OFF' },
      kmsKeyArn: props.kmsKeyArn,
      target: {
        arn: props.stateMachineArn,
        roleArn: role.arn,
        input: JSON.stringify({ scheduledAt: '<aws.scheduler.scheduled-time>' }),
        deadLetterConfig: { arn: this.deadLetters.arn },
        retryPolicy: {
          maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE_SECONDS,
          maximumRetryAttempts: MAXIMUM_RETRIES,
        },
      },
    })
    schedule.overrideLogicalId(id)
  }
}
