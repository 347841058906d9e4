import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { createEngine } from '@hourglass/local-stepfunctions/engine'
import { serveEngine } from '@hourglass/local-stepfunctions/http-server'
import { MemoryS3 } from '@hourglass/local-stepfunctions/testing/memory-s3'
import { BUCKET, type Example, type Value } from './example.ts'
import { childList, eventLog, field, heading, line } from './show.ts'

/** Runs an example through the Step Functions API and prints what the console would show. Gives the last status. */
export async function runExample(name: string, example: Example): Promise<string> {
  const s3 = new MemoryS3()
  s3.createBucket(BUCKET)
  example.prepare(s3)
  const engine = createEngine({ s3: s3.client, invokeFunction: ({ payload }) => invoke(example, payload) })
  const server = await serveEngine(engine)
  const client = new SFNClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  try {
    line(`${name}: ${example.about}`)
    const definition = JSON.stringify(example.definition)
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name, definition, roleArn: 'arn:aws:iam::123456789012:role/example' }),
    )
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name: 'run-1', input: JSON.stringify(example.input) }),
    )
    let description = await settled(client, executionArn)
    await show(client, description, s3)
    if (example.repair !== undefined) {
      example.repair()
      await client.send(new RedriveExecutionCommand({ executionArn }))
      description = await settled(client, executionArn)
      heading('After the redrive')
      await show(client, description, s3)
    }
    return description.status ?? ''
  } finally {
    client.destroy()
    await server.close()
    await engine.close()
  }
}

async function invoke(example: Example, payload: string) {
  const event: Value = JSON.parse(payload)
  try {
    const answer = example.work === undefined ? event : example.work(event)
    return { statusCode: 200, executedVersion: '$LATEST', payload: JSON.stringify(answer) }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled' as const,
      payload: JSON.stringify({ errorType: name, errorMessage: message }),
    }
  }
}

async function settled(client: SFNClient, executionArn: string | undefined): Promise<DescribeExecutionOutput> {
  for (;;) {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }))
    if (description.status !== 'RUNNING') return description
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function show(client: SFNClient, description: DescribeExecutionOutput, s3: MemoryS3): Promise<void> {
  const { executionArn } = description
  heading('Execution')
  for (const [label, value] of Object.entries(description)) if (label !== '$metadata') field(label, value)
  heading('Events')
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))
  eventLog(events ?? [])
  const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }))
  for (const { mapRunArn } of mapRuns ?? []) await showMapRun(client, mapRunArn)
  const written = s3.keys(BUCKET).filter((key) => key.startsWith('results/'))
  if (written.length > 0) heading('Result files')
  for (const key of written) line(`${key}\n    ${(s3.text(BUCKET, key) ?? '').slice(0, 300)}`)
}

async function showMapRun(client: SFNClient, mapRunArn: string | undefined): Promise<void> {
  heading('Map Run')
  const mapRun = await client.send(new DescribeMapRunCommand({ mapRunArn }))
  for (const [label, value] of Object.entries(mapRun)) if (label !== '$metadata') field(label, value)
  const { executions = [] } = await client.send(new ListExecutionsCommand({ mapRunArn }))
  heading('Child executions')
  childList(executions)
  const child = executions[0]
  if (child === undefined) return
  heading('One child execution')
  for (const [label, value] of Object.entries(child)) field(label, value)
  // EXPRESS executions can only be listed.
  if (child.executionArn === undefined || child.executionArn.includes(':express:')) return
  const details = await client.send(new DescribeExecutionCommand({ executionArn: child.executionArn }))
  for (const label of ['input', 'output', 'error', 'cause'] as const) field(label, details[label])
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: child.executionArn }))
  eventLog(events ?? [])
}
