import { awsCloudwatchEventRule, awsCloudwatchLogGroup, awsCloudwatchMetricAlarm } from './aws-cloudwatch.ts'
import { dbGroupRules } from './aws-db-groups.ts'
import { awsDbInstance } from './aws-db-instance.ts'
import { awsIamPolicy } from './aws-iam-policy.ts'
import { awsIamRolePolicy } from './aws-iam-role-policy.ts'
import { awsIamRole } from './aws-iam-role.ts'
import { awsKmsAlias, awsKmsKey } from './aws-kms.ts'
import { awsLambdaAlias } from './aws-lambda-alias.ts'
import { awsLambdaFunction } from './aws-lambda-function.ts'
import { networkRules } from './aws-network.ts'
import { awsS3Bucket } from './aws-s3-bucket.ts'
import { awsSchedulerSchedule, awsSchedulerScheduleGroup } from './aws-scheduler.ts'
import { awsSecretsmanagerSecret } from './aws-secretsmanager-secret.ts'
import { awsSfnStateMachine } from './aws-sfn-state-machine.ts'
import { awsSnsTopic } from './aws-sns-topic.ts'
import { awsSqsQueue } from './aws-sqs-queue.ts'
import { accountRules } from './data-account.ts'
import { dataIamPolicyDocument } from './data-iam-policy-document.ts'
import type { Rule } from './rule.ts'

const ALL: readonly Rule[] = [
  ...accountRules,
  ...dbGroupRules,
  ...networkRules,
  awsCloudwatchEventRule,
  awsCloudwatchLogGroup,
  awsCloudwatchMetricAlarm,
  awsDbInstance,
  awsIamPolicy,
  awsIamRole,
  awsIamRolePolicy,
  awsKmsAlias,
  awsKmsKey,
  awsLambdaAlias,
  awsLambdaFunction,
  awsS3Bucket,
  awsSchedulerSchedule,
  awsSchedulerScheduleGroup,
  awsSecretsmanagerSecret,
  awsSfnStateMachine,
  awsSnsTopic,
  awsSqsQueue,
  dataIamPolicyDocument,
]

/** The rule of each resource type; data sources are named `data.<type>`. */
export const RULES: ReadonlyMap<string, Rule> = new Map(ALL.map((rule) => [rule.type, rule]))
