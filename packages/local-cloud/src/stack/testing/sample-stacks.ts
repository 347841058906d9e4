import type { Json } from '@hourglass/local-stepfunctions/language/json'

/**
 * Two small stacks as cdktf writes them: `storage` holds a bucket, a database and a secret; `work` holds a function, a
 * state machine, a schedule, a rule and a topic, and reads the bucket through a cross-stack output.
 */
export const SAMPLE_STACKS: Readonly<Record<string, Json>> = {
  storage: {
    '//': { metadata: { stackName: 'storage' } },
    data: { aws_caller_identity: { me: {} }, aws_region: { here: {} } },
    locals: { prefix: 'sample' },
    variable: { owner: { default: 'team-a', type: 'string' } },
    resource: {
      aws_s3_bucket: {
        data: {
          bucket: '${local.prefix}-data-${data.aws_caller_identity.me.account_id}',
          tags: { owner: '${var.owner}' },
        },
      },
      aws_s3_bucket_versioning: {
        data: { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: { status: 'Enabled' } },
      },
      aws_db_instance: {
        target: { identifier: 'sample-target', engine: 'postgres', db_name: 'shop', manage_master_user_password: true },
      },
      aws_secretsmanager_secret: { source: { name: 'sample/source' } },
    },
    output: {
      'cross-stack-output-bucket': { sensitive: true, value: '${aws_s3_bucket.data.bucket}' },
      'cross-stack-output-bucket-arn': { sensitive: true, value: '${aws_s3_bucket.data.arn}' },
      'cross-stack-output-database': {
        sensitive: true,
        value: '${aws_db_instance.target.address}:${aws_db_instance.target.port}',
      },
      'cross-stack-output-secret': {
        sensitive: true,
        value: '${aws_db_instance.target.master_user_secret[0].secret_arn}',
      },
    },
  },
  work: {
    provider: { aws: [{ region: 'eu-central-1' }] },
    data: {
      aws_iam_policy_document: {
        lambda_trust: {
          statement: [
            { actions: ['sts:AssumeRole'], principals: [{ type: 'Service', identifiers: ['lambda.amazonaws.com'] }] },
          ],
        },
        worker: {
          statement: [
            { sid: 'Data', actions: ['s3:PutObject', 's3:GetObject'], resources: ['${local.bucket_arn}/*'] },
            {
              effect: 'Deny',
              actions: ['s3:*'],
              resources: ['*'],
              condition: [{ test: 'StringNotEquals', variable: 'aws:PrincipalAccount', values: ['123456789012'] }],
            },
          ],
        },
      },
      terraform_remote_state: {
        'cross-stack-reference-input-storage': { backend: 'local', config: { path: '../storage.tfstate' } },
      },
    },
    locals: {
      bucket_arn:
        '${data.terraform_remote_state.cross-stack-reference-input-storage.outputs.cross-stack-output-bucket-arn}',
    },
    resource: {
      aws_iam_role: {
        worker: { name: 'sample-worker', assume_role_policy: '${data.aws_iam_policy_document.lambda_trust.json}' },
        machine: {
          name: 'sample-machine',
          assume_role_policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } }],
          }),
          inline_policy: [
            {
              name: 'invoke',
              policy:
                '${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = "lambda:InvokeFunction", "Resource" = [aws_lambda_function.echo.arn, "${aws_lambda_function.echo.arn}:*"]}]})}',
            },
          ],
        },
        scheduler: {
          name_prefix: 'sample-scheduler-',
          assume_role_policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' } },
            ],
          }),
        },
      },
      aws_iam_role_policy: {
        worker: {
          name: 'data',
          role: '${aws_iam_role.worker.id}',
          policy: '${data.aws_iam_policy_document.worker.json}',
        },
        scheduler: {
          name: 'start',
          role: '${aws_iam_role.scheduler.name}',
          policy:
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"states:StartExecution","Resource":"${aws_sfn_state_machine.main.arn}"}]}',
        },
      },
      aws_lambda_function: {
        echo: {
          function_name: 'sample-echo',
          role: '${aws_iam_role.worker.arn}',
          handler: 'index.handler',
          runtime: 'nodejs22.x',
          filename: 'assets/echo.zip',
          memory_size: 256,
          timeout: 5,
          reserved_concurrent_executions: 4,
          environment: {
            variables: {
              BUCKET:
                '${data.terraform_remote_state.cross-stack-reference-input-storage.outputs.cross-stack-output-bucket}',
              DATABASE:
                '${data.terraform_remote_state.cross-stack-reference-input-storage.outputs.cross-stack-output-database}',
              SECRET_ARN:
                '${data.terraform_remote_state.cross-stack-reference-input-storage.outputs.cross-stack-output-secret}',
            },
          },
          depends_on: ['aws_iam_role_policy.worker'],
        },
      },
      aws_sfn_state_machine: {
        main: {
          name: 'sample-main',
          role_arn: '${aws_iam_role.machine.arn}',
          definition:
            '{"StartAt":"Echo","States":{"Echo":{"Type":"Task","Resource":"${aws_lambda_function.echo.arn}","End":true}}}',
        },
      },
      aws_scheduler_schedule: {
        hourly: {
          name: 'sample-hourly',
          schedule_expression: 'rate(1 hour)',
          flexible_time_window: { mode: 'OFF' },
          target: {
            arn: '${aws_sfn_state_machine.main.arn}',
            role_arn: '${aws_iam_role.scheduler.arn}',
            input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
          },
        },
      },
      aws_sns_topic: { alerts: { name: 'sample-alerts' } },
      aws_sns_topic_policy: {
        alerts: {
          arn: '${aws_sns_topic.alerts.arn}',
          policy: JSON.stringify({
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sns:Publish',
              Resource: '${aws_sns_topic.alerts.arn}',
              Condition: { ArnEquals: { 'aws:SourceArn': '${aws_cloudwatch_event_rule.failed.arn}' } },
            },
          }),
        },
      },
      aws_cloudwatch_event_rule: {
        failed: {
          name: 'sample-failed',
          event_pattern:
            '${jsonencode({"source" = ["aws.states"], "detail" = {"status" = ["FAILED", "TIMED_OUT"], "stateMachineArn" = [aws_sfn_state_machine.main.arn]}})}',
        },
      },
      aws_cloudwatch_event_target: {
        failed: { rule: '${aws_cloudwatch_event_rule.failed.name}', arn: '${aws_sns_topic.alerts.arn}' },
      },
    },
  },
}

/** What the sample stacks need from the caller. */
export const SAMPLE_INPUTS = {
  accountId: '123456789012',
  variables: {},
  databases: {
    'aws_db_instance.target': { host: '127.0.0.1', port: 6543, username: 'shop', password: 'not-a-secret' },
  },
} as const
