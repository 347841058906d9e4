import { VirtualClock } from '../clock/virtual-clock.ts'
import { createEngine, type Engine } from '../engine.ts'
import { isObject, type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import { MemoryS3 } from '../testing/memory-s3.ts'
import type { ConformanceCase } from './case.ts'
import { firstDifference, normalise, unfold } from './compare.ts'
import { outcomeDifference } from './outcome.ts'
import { conformanceFunctions } from './functions.ts'

const ACCOUNT = '111111111111'

/** Runs one case. Undefined when everything recorded came out the same; otherwise the first difference. */
export async function runCase(one: ConformanceCase): Promise<string | undefined> {
  const clock = new VirtualClock()
  const s3 = new MemoryS3()
  for (const { bucket, key, body } of one.s3 ?? []) s3.put(bucket, key, body)
  const engine = createEngine({
    region: 'us-east-1',
    accountId: ACCOUNT,
    clock,
    s3: s3.client,
    invokeFunction: conformanceFunctions(functionsOf(one), clock),
    publish: () => Promise.resolve({ MessageId: '00000000-0000-4000-8000-000000000000' }),
  })
  try {
    return one.kind === 'rejected' ? await runRejected(engine, one) : await runExecution(engine, one)
  } finally {
    await engine.close()
  }
}

async function runRejected(engine: Engine, one: ConformanceCase): Promise<string | undefined> {
  const { Error: recorded, exception_typename: typename, exception_value: exception } = one.expected
  const code = isObject(recorded ?? null) ? Reflect.get(Object(recorded), 'Code') : typename
  const message = isObject(recorded ?? null) ? Reflect.get(Object(recorded), 'Message') : exception
  const expected: Json = {
    code: String(code),
    message: String(message).replace(/^An error occurred \(.*?\) when calling the \w+ operation: /, ''),
  }
  const response = await refusedCall(engine, one, String(code), String(message))
  const body = tryParseJson(response.body)
  if (response.status === 200 || !isObject(body ?? null)) return `accepted, expected ${JSON.stringify(expected)}`
  const actual: Json = { code: Reflect.get(Object(body), '__type'), message: Reflect.get(Object(body), 'message') }
  return firstDifference(unfold(expected), normalise(actual, one.normalise ?? []))
}

/** The request that was refused. Its other fields are not recorded; what the refusal is about tells them. */
async function refusedCall(engine: Engine, one: ConformanceCase, code: string, message: string) {
  const request: JsonObject = {
    name: nameFor(one, /^<ArnPart_/, 'statemachine'),
    roleArn: roleArn(one),
    definition: definitionText(one),
    type: message.includes('Express state machine') ? 'EXPRESS' : 'STANDARD',
  }
  if (code === 'StateMachineAlreadyExists')
    await send(engine, 'CreateStateMachine', { ...request, definition: JSON.stringify(one.definition, null, 4) })
  if (code === 'InvalidLoggingConfiguration') request['loggingConfiguration'] = { level: 'ALL', destinations: [] }
  if (message.includes('publish is true')) request['versionDescription'] = 'described'
  return send(engine, 'CreateStateMachine', request)
}

async function runExecution(engine: Engine, one: ConformanceCase): Promise<string | undefined> {
  const machine = await send(engine, 'CreateStateMachine', {
    name: nameFor(one, /^<ArnPart_/, 'statemachine'),
    roleArn: roleArn(one),
    definition: definitionText(one),
    type: one.type ?? 'STANDARD',
  })
  if (machine.status !== 200) return `CreateStateMachine refused: ${machine.body}`
  const stateMachineArn = await qualified(
    engine,
    one,
    String(Reflect.get(Object(tryParseJson(machine.body)), 'stateMachineArn')),
  )
  const outcome = await engine.run({
    stateMachineArn,
    name: executionName(one),
    input: JSON.stringify(one.input ?? {}),
    ...limits(one),
  })
  return outcomeDifference(one, outcome) ?? (await describeDifference(engine, one, outcome.executionArn))
}

/** The ARN to start: of a version or an alias where the recording shows that one was started. */
async function qualified(engine: Engine, one: ConformanceCase, stateMachineArn: string): Promise<string> {
  const { stateMachineAliasArn, stateMachineVersionArn } = Object(one.expected['describe'] ?? {})
  if (stateMachineVersionArn === undefined) return stateMachineArn
  await send(engine, 'PublishStateMachineVersion', { stateMachineArn })
  const versionArn = `${stateMachineArn}:1`
  if (stateMachineAliasArn === undefined) return versionArn
  const name = nameFor(one, /alias/, 'alias')
  await send(engine, 'CreateStateMachineAlias', {
    name,
    routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 100 }],
  })
  return `${stateMachineArn}:${name}`
}

/** Compares what DescribeExecution gives, or for EXPRESS what StartSyncExecution answers, where it was recorded. */
async function describeDifference(
  engine: Engine,
  one: ConformanceCase,
  executionArn: string,
): Promise<string | undefined> {
  const { describe } = one.expected
  if (!isObject(describe ?? null)) return undefined
  const { ResponseMetadata: _, ...recorded } = Object(describe)
  const request: JsonObject = {
    stateMachineArn: executionArn
      .replace(/:(execution|express):/, ':stateMachine:')
      .split(':')
      .slice(0, 7)
      .join(':'),
  }
  const response =
    one.type === 'EXPRESS'
      ? await send(engine, 'StartSyncExecution', {
          ...request,
          name: executionName(one),
          input: JSON.stringify(one.input ?? {}),
        })
      : await send(engine, 'DescribeExecution', { executionArn })
  return firstDifference(
    unfold(recorded),
    normalise(tryParseJson(response.body) ?? null, one.normalise ?? []),
    '/describe',
  )
}

/** The definition, with the ARN of an activity where the recording only names the activity. */
function definitionText(one: ConformanceCase): string {
  const text = typeof one.definition === 'string' ? one.definition : JSON.stringify(one.definition)
  return text.replace(/"([A-Za-z0-9_-]+)\.activityArn"/g, `"arn:aws:states:us-east-1:${ACCOUNT}:activity:$1"`)
}

/**
 * Aborted recordings were stopped by hand once they waited. A recording that tells no final status may be of an
 * execution that never got to one.
 */
function limits(one: ConformanceCase): { stopAfterMs?: number; patienceMs?: number } {
  const { status } = one.expected
  if (status === 'ABORTED') return { stopAfterMs: 1000 }
  const isOpen = typeof status !== 'string' || /^(UNKNOWN|RUNNING)/.test(status)
  return isOpen ? { patienceMs: 24 * 3600 * 1000 } : {}
}

function send(engine: Engine, operation: string, body: JsonObject) {
  return engine.handleRequest(`AWSStepFunctions.${operation}`, JSON.stringify(body))
}

function nameFor(one: ConformanceCase, replacement: RegExp, fallback: string): string {
  const found = one.normalise?.find((rule) => rule.kind === 'regex' && replacement.test(rule.replacement ?? ''))
  return /^[\w-]+$/.test(found?.regex ?? '') ? (found?.regex ?? fallback) : fallback
}

function executionName(one: ConformanceCase): string {
  const text = JSON.stringify(one.expected)
  const mentioned = one.normalise?.find(
    ({ replacement }) => replacement?.startsWith('<ExecArnPart_') === true && text.includes(replacement ?? ''),
  )
  return mentioned?.regex ?? nameFor(one, /^<ExecArnPart_/, 'exec')
}

function roleArn(one: ConformanceCase): string {
  const found = one.normalise?.find(
    ({ replacement }) => replacement === 'snf_role_arn' || replacement === 'sfn_role_arn',
  )
  return found?.regex ?? `arn:aws:iam::${ACCOUNT}:role/test-sfn-role`
}

/** Names of the functions a case calls, in order of their number, each with what stands behind it. */
function functionsOf(one: ConformanceCase): ReadonlyMap<string, string> {
  const text = JSON.stringify(one.definition) + JSON.stringify(one.input ?? {})
  const names = [
    ...new Set(text.split(/[^\w-]+/).filter((word) => /uid\d{5}$/.test(word) && !word.startsWith('no_such_'))),
  ]
    .filter((name) => /lambda|fn-|func/.test(name) && !/role|bucket/.test(name))
    .sort((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1))
  const behaviours = one.lambdas ?? []
  return new Map(names.map((name, index) => [name, behaviours[index] ?? behaviours[0] ?? '']))
}

function numberOf(name: string): string {
  return /uid(\d{5})/.exec(name)?.[1] ?? ''
}
