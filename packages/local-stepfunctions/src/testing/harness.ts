import { VirtualClock } from '../clock/virtual-clock.ts'
import { createEngine, type Engine, type EngineOptions } from '../engine.ts'
import { isObject, type Json, type JsonObject } from '../language/json.ts'
import { MemoryS3 } from './memory-s3.ts'

/** An engine on a virtual clock with S3 in memory, for tests. */
export interface Harness {
  readonly engine: Engine
  readonly clock: VirtualClock
  readonly s3: MemoryS3
  /** Calls one operation and gives its answer; throws an Error with `name` set to the API's error. */
  call(operation: string, body: JsonObject): Promise<JsonObject>
  /** Creates a machine and gives its ARN. */
  create(definition: JsonObject, options?: { name?: string; type?: 'STANDARD' | 'EXPRESS' }): Promise<string>
  /** Starts an execution and gives its ARN. */
  start(stateMachineArn: string, input?: Json): Promise<string>
  /** Creates a machine, runs it once, and gives DescribeExecution's answer. */
  run(definition: JsonObject, input?: Json): Promise<JsonObject>
  /** Waits until an execution is not RUNNING, and gives DescribeExecution's answer. */
  settled(executionArn: string): Promise<JsonObject>
  /** Types of the events of an execution. */
  events(executionArn: string): Promise<string[]>
  close(): Promise<void>
}

/** The ARN of the role that test machines have. */
export const TEST_ROLE = 'arn:aws:iam::123456789012:role/machine'

/** Makes a harness. Lambda functions answer with what `respond` makes of the function's name and its event. */
export function createHarness(
  respond: (event: Json, name: string) => Promise<Json> | Json = (event) => event,
  options: Partial<EngineOptions> = {},
): Harness {
  const clock = new VirtualClock()
  const s3 = new MemoryS3()
  s3.createBucket('bucket')
  const engine = createEngine({
    clock,
    s3: s3.client,
    invokeFunction: async ({ functionArn, payload }) => {
      try {
        const event: Json = JSON.parse(payload)
        const answer = await respond(event, functionArn.split(':').at(-1) ?? '')
        return { statusCode: 200, executedVersion: '$LATEST', payload: JSON.stringify(answer) }
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error))
        const body = JSON.stringify({ errorType: name, errorMessage: message })
        return { statusCode: 200, executedVersion: '$LATEST', payload: body, functionError: 'Unhandled' }
      }
    },
    ...options,
  })
  let machines = 0
  const call = async (operation: string, body: JsonObject): Promise<JsonObject> => {
    const response = await engine.handleRequest(`AWSStepFunctions.${operation}`, JSON.stringify(body))
    const answer: Json = JSON.parse(response.body)
    const fields = isObject(answer) ? answer : {}
    if (response.status === 200) return fields
    throw Object.assign(new Error(text(fields, 'message')), { name: text(fields, '__type') })
  }
  const create: Harness['create'] = async (
    definition,
    { name = `machine-${(machines += 1)}`, type = 'STANDARD' } = {},
  ) => {
    return text(
      await call('CreateStateMachine', { name, type, roleArn: TEST_ROLE, definition: JSON.stringify(definition) }),
      'stateMachineArn',
    )
  }
  const start: Harness['start'] = async (stateMachineArn, input = {}) => {
    return text(await call('StartExecution', { stateMachineArn, input: JSON.stringify(input) }), 'executionArn')
  }
  const settled: Harness['settled'] = async (executionArn) => {
    for (;;) {
      const description = await call('DescribeExecution', { executionArn })
      if (description['status'] !== 'RUNNING') return description
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return {
    engine,
    clock,
    s3,
    call,
    create,
    start,
    settled,
    run: async (definition, input = {}) => {
      return settled(await start(await create(definition), input))
    },
    events: async (executionArn) => {
      const { events } = await call('GetExecutionHistory', { executionArn, maxResults: 1000 })
      return Array.isArray(events) ? events.map((event) => (isObject(event) ? text(event, 'type') : '')) : []
    },
    close: () => engine.close(),
  }
}

/** A field that must be a string. @throws Error when it is not */
export function text(fields: JsonObject, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new Error(`${name} is ${JSON.stringify(value)}, not a string`)
  return value
}

/** The parsed output of a description. */
export function outputOf(description: JsonObject): Json {
  const value: Json = JSON.parse(text(description, 'output'))
  return value
}

/** A Distributed Map over `items` whose children invoke a function; other fields of the state come from `extra`. */
export function distributedMap(extra: JsonObject = {}, executionType: 'STANDARD' | 'EXPRESS' = 'STANDARD'): JsonObject {
  return {
    StartAt: 'Map',
    States: {
      Map: {
        Type: 'Map',
        Label: 'items',
        ItemsPath: '$.items',
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: executionType },
          StartAt: 'Work',
          States: {
            Work: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:work', End: true },
          },
        },
        End: true,
        ...extra,
      },
    },
  }
}
