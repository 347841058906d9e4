import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { MovableClock } from '@hourglass/local-stepfunctions/clock/movable-clock'
import { createEngine } from '@hourglass/local-stepfunctions/engine'
import { Cleanup } from './cleanup.ts'
import { startEndpoint } from './http/endpoint.ts'
import { createAuthorizer } from './iam/authorizer.ts'
import { checkMachineGrants } from './iam/machine-grants.ts'
import { checkTrust } from './iam/trust.ts'
import { asyncEnds } from './lambda/async-ends.ts'
import { AsyncInvoker } from './lambda/async-invoker.ts'
import { invokePort } from './lambda/invoke-port.ts'
import { LAMBDA_PATH, lambdaApi } from './lambda/lambda-api.ts'
import { LambdaRuntime } from './lambda/lambda-runtime.ts'
import { dropOldCode } from './lambda/unpack.ts'
import type { CloudStats, LocalCloud, LocalCloudOptions } from './local-cloud-types.ts'
import { openLocalS3 } from './s3/local-s3.ts'
import { Scheduler } from './schedule/scheduler.ts'
import { cacheRoot } from '@hourglass/databases/os-user'
import { inNameOf } from './services/authorize.ts'
import { AccessKeys } from './services/credentials.ts'
import { callService, isAskedLater } from './services/call-service.ts'
import { Deliveries } from './services/delivery.ts'
import { parcelService } from './services/destinations.ts'
import { EventBus } from './services/events/event-bus.ts'
import { LogGroups } from './services/logs/log-groups.ts'
import { logsApi } from './services/logs/logs-api.ts'
import { unknownSecrets } from './services/secrets/secret-values.ts'
import { secretsManager } from './services/secrets/secrets-manager.ts'
import { snsApi } from './services/sns/sns-api.ts'
import { Topics } from './services/sns/topics.ts'
import { startWithRetries } from './services/scheduled-start.ts'
import { createStateMachines, stepFunctionsService } from './services/step-functions.ts'
import { Queues } from './services/sqs/queues.ts'
import { sqsApi } from './services/sqs/sqs-api.ts'
import { ruleTargets } from './services/targets.ts'
import { messageOf, StackError } from './stack/errors.ts'
import type { CloudModel } from './stack/model/model.ts'
import { readCloud } from './stack/read-cloud.ts'

/**
 * Runs synthesized stacks on this machine: S3, Step Functions, Lambda and its logs, Scheduler, Secrets Manager, SNS and
 * EventBridge rules behind one endpoint, with the policies of the stacks applied.
 * @throws StackError for stacks that cannot be resolved or that AWS would refuse
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const cleanup = new Cleanup()
  try {
    return await start(options, cleanup)
  } catch (error) {
    await cleanup.run().catch(() => undefined)
    throw error
  }
}

async function start(options: LocalCloudOptions, cleanup: Cleanup): Promise<LocalCloud> {
  const model = readModel(options)
  const { region, accountId } = model.account
  const clock = options.clock ?? new MovableClock()
  const now = (): number => clock.now()
  const warn = options.onWarning ?? (() => undefined)

  const adminPrincipal = `arn:aws:iam::${accountId}:root`
  const authorizer = createAuthorizer(model, adminPrincipal)
  const authorize = options.iam === 'off' ? () => undefined : authorizer.authorize
  await checkMachineGrants(model, authorize)
  if (options.iam !== 'off') {
    for (const { origin, key } of authorizer.undecided()) {
      warn(`${origin}: the condition key "${key}" has no value here; a call that it decides is denied`)
    }
  }
  const keys = new AccessKeys()
  const credentials = keys.of(adminPrincipal)

  const endpoint = await startEndpoint({
    credentials: keys.table,
    onError: (error, request) => warn(`${request} failed: ${messageOf(error)}`),
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  cleanup.add(() => endpoint.close())

  const s3 = await openLocalS3({
    folder: join(options.dataFolder, 's3'),
    authorize,
    ...(options.s3MaxBytes === undefined ? {} : { maxBytes: options.s3MaxBytes }),
  })
  for (const { name } of model.buckets) await s3.ensureBucket(name)
  endpoint.mountS3(s3.serve)
  const s3Client = new S3Client({ endpoint: endpoint.url, region, credentials, forcePathStyle: true })
  cleanup.add(() => s3Client.destroy())

  const codeFolder = join(options.cacheFolder ?? cacheRoot(), 'lambda')
  await dropOldCode(codeFolder)
  const logs = new LogGroups(now)
  const lambda = new LambdaRuntime({
    functions: model.functions,
    region,
    endpointUrl: endpoint.url,
    credentialsOf: (roleArn) => keys.of(roleArn),
    environment: options.environment ?? {},
    dataFolder: join(options.dataFolder, 'lambda'),
    cacheFolder: codeFolder,
    limits: options.lambdaLimits ?? {},
    onLog: (line) => {
      logs.addLine(line)
      options.onLog?.(line)
    },
    onInvocation: (record) => {
      logs.addReport(record)
      options.onInvocation?.(record)
    },
  })
  endpoint.mountJson('Logs_20140328.', logsApi(logs, model.account, authorize))
  cleanup.add(() => lambda.stop())
  const queues = new Queues(model.queues, now)
  const sqs = sqsApi(queues, authorize)
  endpoint.mountJson('AmazonSQS.', sqs)
  const deliveries = new Deliveries(clock)
  cleanup.add(() => deliveries.stop())
  const send = parcelService({ queues, topics: () => topics, functions: () => functions, bus: () => bus, authorize })
  const functions = new AsyncInvoker(lambda, clock, asyncEnds(send, now, warn))
  cleanup.add(() => functions.stop())
  endpoint.mountRest(LAMBDA_PATH, lambdaApi(lambda, functions, authorize))

  const topics = new Topics(model.topics, {
    now,
    onMessage: options.onMessage ?? (() => undefined),
    invokeFunction: async (functionArn, payload, topicArn) => {
      await authorize(inNameOf('sns.amazonaws.com', topicArn, 'lambda:InvokeFunction', functionArn, accountId))
      functions.send(functionArn, payload)
    },
    sendToQueue: async (queueArn, body, topicArn) => {
      await authorize(inNameOf('sns.amazonaws.com', topicArn, 'sqs:SendMessage', queueArn, accountId))
      queues.send(queueArn, body)
    },
    onUndelivered: (topicArn, endpoint, error) =>
      warn(`the topic ${topicArn} could not deliver to ${endpoint}: ${messageOf(error)}`),
  })
  endpoint.mountQuery('sns', snsApi(topics, authorize))
  const sources = { secrets: options.secrets, databases: options.databases }
  const secrets = secretsManager(model.secrets, sources, authorize, now)
  endpoint.mountJson('secretsmanager.', secrets)

  const engine = createEngine({
    region,
    accountId,
    clock,
    s3: s3Client,
    ...(options.keepExecutions === true ? { storePath: join(options.dataFolder, 'executions.log') } : {}),
    invokeFunction: invokePort(lambda, functions),
    publish: async (request) => ({ MessageId: topics.publish(request).messageId }),
    authorize: ({ roleArn, action, resource, context = {} }) =>
      isAskedLater(action, resource) ? undefined : authorize({ principal: roleArn, action, resource, context }),
    callService: callService({
      json: {
        secretsmanager: { prefix: 'secretsmanager.', service: secrets },
        sqs: { prefix: 'AmazonSQS.', service: sqs },
      },
      topics,
      runtime: lambda,
      functions,
      authorize,
    }),
    onExecutionStatusChange: (detail) => {
      bus.executionStatusChanged(detail)
      options.onExecutionStatusChange?.(detail)
    },
  })
  cleanup.add(() => engine.close())
  const ports = { engine, functions, topics, queues, authorize, accountId }
  const bus = new EventBus(model.rules, {
    account: model.account,
    now,
    targets: ruleTargets(ports),
    deliveries,
    send,
    onUndelivered: (rule, arn, error) => warn(`the rule ${rule} could not deliver to ${arn}: ${messageOf(error)}`),
  })
  await createStateMachines(engine, model.stateMachines)
  endpoint.mountJson('AWSStepFunctions.', stepFunctionsService(engine, authorize))

  const scheduler = new Scheduler({
    schedules: model.schedules,
    clock,
    fire: (run) =>
      void startWithRetries(run, {
        targets: ports,
        deliveries,
        send,
        onUndelivered: (name, error) => warn(`the schedule ${name} could not start its target: ${messageOf(error)}`),
      }),
  })
  cleanup.add(() => scheduler.stop())
  if (options.scheduleEnabled ?? true) scheduler.start()

  const stats = (): CloudStats => ({
    functions: lambda.stats(),
    s3Bytes: s3.usedBytes,
    messages: topics.messages.length,
    deniedCalls: authorizer.deniedCalls(),
    unusedGrants: authorizer.unusedGrants(),
  })
  return {
    endpoint: endpoint.url,
    region,
    accountId,
    credentials,
    credentialsOf: (principal) => keys.of(principal),
    clock,
    model,
    messages: () => topics.messages,
    nextRun: (name) => scheduler.nextRun(name),
    stats,
    stop: () => cleanup.run(),
  }
}

function readModel(options: LocalCloudOptions): CloudModel {
  const { stacksFolder, region, accountId, databases, stacks } = options
  const inputs = { region, accountId, databases, variables: options.variables ?? {} }
  const model = readCloud(stacksFolder, inputs, stacks)
  const unknown = unknownSecrets(options.secrets, model.secrets)
  if (unknown.length > 0) {
    const known = model.secrets.map(({ address }) => address).join(', ') || 'none'
    throw new StackError(`the option secrets names ${unknown.join(', ')}, and the stacks have: ${known}`)
  }
  checkTrust(model)
  return model
}
