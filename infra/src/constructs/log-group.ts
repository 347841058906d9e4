import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js'
import type { Construct } from 'constructs'
import type { EnvironmentConfig } from '../environments/config.ts'

export interface LogGroupProps {
  readonly config: EnvironmentConfig
  readonly name: string
  readonly kmsKeyArn: string
}

/** An encrypted log group that forgets after the environment's retention. */
export function logGroup(scope: Construct, id: string, props: LogGroupProps): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, id, {
    name: props.name,
    retentionInDays: props.config.logs.retentionDays,
    kmsKeyId: props.kmsKeyArn,
  })
}
