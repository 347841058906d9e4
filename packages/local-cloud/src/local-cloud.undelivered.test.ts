import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { startLocalCloud } from './local-cloud.ts'
import type { LocalCloud } from './local-cloud-types.ts'
import { allowing, type Resources, workWith } from './stack/testing/fork-stacks.ts'
import { sampleOptions } from './stack/testing/sample-cloud.ts'
import { writeStacks } from './stack/testing/write-stacks.ts'

/* What could not be delivered, and what was done, goes where the stack says. */

const QUEUES = {
  aws_sqs_queue: { dead: { name: 'sample-dead' } },
  aws_sqs_queue_policy: {
    dead: {
      queue_url: '${aws_sqs_queue.dead.url}',
      policy: allowing('sqs:SendMessage', {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': '${aws_cloudwatch_event_rule.failed.arn}' } },
      }),
    },
  },
} satisfies Resources

interface Started extends AsyncDisposable {
  readonly cloud: LocalCloud
  readonly client: Pick<LocalCloud, 'endpoint' | 'region' | 'credentials'>
  readonly warnings: readonly string[]
}

async function start(changes: Resources): Promise<Started> {
  const warnings: string[] = []
  const options = await sampleOptions({ onWarning: (text) => warnings.push(text) })
  await writeStacks(options.stacksFolder, { work: workWith({ ...QUEUES, ...changes }) })
  const cloud = await startLocalCloud(options)
  const { endpoint, region, credentials } = cloud
  return { cloud, client: { endpoint, region, credentials }, warnings, [Symbol.asyncDispose]: () => cloud.stop() }
}

/** Waits for a message of the queue. */
async function deadLetter({ cloud, client }: Started): Promise<Message> {
  const sqs = new SQSClient(client)
  const QueueUrl = cloud.model.queues[0]?.url
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10, MessageAttributeNames: ['All'] }),
  )
  const [message] = Messages ?? []
  if (message === undefined) throw new Error('no dead letter came')
  return message
}

const attribute = (message: Message, name: string) => message.MessageAttributes?.[name]?.StringValue

test('a schedule that may not start its target leaves what it would have started in its dead-letter queue', async () => {
  const dead_letter_config = { arn: '${aws_sqs_queue.dead.arn}' }
  await using started = await start({
    aws_iam_role_policy: { scheduler: { policy: allowing('sqs:SendMessage') } },
    aws_scheduler_schedule: {
      hourly: {
        target: {
          arn: '${aws_sfn_state_machine.main.arn}',
          role_arn: '${aws_iam_role.scheduler.arn}',
          input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
          dead_letter_config,
          retry_policy: { maximum_event_age_in_seconds: 900, maximum_retry_attempts: 3 },
        },
      },
    },
  })
  await started.cloud.clock.advance(3_600_000)
  const message = await deadLetter(started)
  expect(JSON.parse(message.Body ?? '')).toEqual({ scheduledAt: expect.stringMatching(/^\d{4}-.*Z$/) })
  expect(attribute(message, 'SCHEDULE_ARN')).toBe(started.cloud.model.schedules[0]?.arn)
  expect(attribute(message, 'TARGET_ARN')).toBe(started.cloud.model.stateMachines[0]?.arn)
  expect(attribute(message, 'ERROR_CODE')).toBe('AccessDeniedException')
  expect(attribute(message, 'ERROR_MESSAGE')).toContain('lacks states:StartExecution on ')
  expect(attribute(message, 'RETRY_ATTEMPTS')).toBe('0')
  expect(started.warnings).toEqual([])
})

test('an alert that the topic does not take goes into the dead-letter queue of the rule', async () => {
  await using started = await start({
    aws_sns_topic_policy: { alerts: null },
    aws_cloudwatch_event_target: { failed: { dead_letter_config: { arn: '${aws_sqs_queue.dead.arn}' } } },
  })
  const stateMachineArn = started.cloud.model.stateMachines[0]?.arn
  await new SFNClient(started.client).send(new StartExecutionCommand({ stateMachineArn, input: '{"fail":true}' }))
  const message = await deadLetter(started)
  expect(JSON.parse(message.Body ?? '')).toMatchObject({ source: 'aws.states', detail: { status: 'FAILED' } })
  expect(attribute(message, 'ERROR_MESSAGE')).toContain('events.amazonaws.com lacks sns:Publish on ')
  expect(attribute(message, 'RULE_ARN')).toBe(started.cloud.model.rules[0]?.arn)
})

test('without a policy that lets the rule into the queue the alert is lost, and that is told', async () => {
  await using started = await start({
    aws_sns_topic_policy: { alerts: null },
    aws_sqs_queue_policy: { dead: null },
    aws_cloudwatch_event_target: { failed: { dead_letter_config: { arn: '${aws_sqs_queue.dead.arn}' } } },
  })
  const stateMachineArn = started.cloud.model.stateMachines[0]?.arn
  await new SFNClient(started.client).send(new StartExecutionCommand({ stateMachineArn, input: '{"fail":true}' }))
  await expect
    .poll(() => started.warnings)
    .toEqual([
      expect.stringContaining('events.amazonaws.com lacks sns:Publish on '),
      expect.stringContaining('events.amazonaws.com lacks sqs:SendMessage on '),
    ])
})

test('asynchronous calls end at the destinations of the function, through its alias too', async () => {
  await using started = await start({
    aws_lambda_function: { echo: { publish: true } },
    aws_lambda_alias: {
      live: {
        name: 'live',
        function_name: '${aws_lambda_function.echo.function_name}',
        function_version: '${aws_lambda_function.echo.version}',
      },
    },
    aws_lambda_function_event_invoke_config: {
      echo: {
        function_name: '${aws_lambda_function.echo.function_name}',
        maximum_retry_attempts: 0,
        destination_config: {
          on_failure: { destination: '${aws_sqs_queue.dead.arn}' },
          on_success: { destination: '${aws_sns_topic.alerts.arn}' },
        },
      },
    },
    aws_iam_role_policy: {
      async: { name: 'async', role: '${aws_iam_role.worker.id}', policy: allowing(['sqs:SendMessage', 'sns:Publish']) },
    },
  })
  const lambda = new LambdaClient(started.client)
  const send = (Payload: string) =>
    lambda.send(new InvokeCommand({ FunctionName: 'sample-echo', Qualifier: 'live', InvocationType: 'Event', Payload }))
  await send('{"fail":true}')
  const record = JSON.parse((await deadLetter(started)).Body ?? '')
  expect(record).toMatchObject({
    requestContext: { functionArn: expect.stringMatching(/:sample-echo:1$/), condition: 'RetriesExhausted' },
    requestPayload: { fail: true },
    responsePayload: { errorType: 'AskedToError' },
  })
  await send('{"n":1}')
  await expect.poll(() => started.cloud.messages().length).toBe(1)
  const [good] = started.cloud.messages()
  expect(JSON.parse(good?.message ?? '')).toMatchObject({
    requestContext: { condition: 'Success', approximateInvokeCount: 1 },
    responsePayload: { event: { n: 1 } },
  })
  const { ExecutedVersion } = await lambda.send(new InvokeCommand({ FunctionName: 'sample-echo', Qualifier: 'live' }))
  expect(ExecutedVersion).toBe('1')
})

test('the SDK sends, receives, deletes and purges', async () => {
  await using started = await start({})
  const sqs = new SQSClient(started.client)
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'sample-dead' }))
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'sample-' }))).QueueUrls).toEqual([QueueUrl])
  const attributes = { kind: { DataType: 'String', StringValue: 'a' } }
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one', MessageAttributes: attributes }))
  const message = await deadLetter(started)
  expect([message.Body, attribute(message, 'kind'), message.MessageAttributes]).toEqual(['one', 'a', attributes])
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }))
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'two' }))
  await sqs.send(new PurgeQueueCommand({ QueueUrl }))
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' })
  await expect(sqs.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-x`, MessageBody: 'a' }))).rejects.toMatchObject(
    { name: 'QueueDoesNotExist' },
  )
})
