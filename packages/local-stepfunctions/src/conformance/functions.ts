import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import type { InvokeFunction, InvokeResponse } from '../integrations/ports.ts'
import type { Json } from '../language/json.ts'

/** The Lambda functions that stood behind the recordings, as far as their answers tell. */
type Behaviour = (event: Json, clock: Clock, text: string) => Promise<InvokeResponse> | InvokeResponse

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  id_function: (_event, _clock, text) => answer(pythonEcho(text)),
  echo_function: () => success({ Return: 'HelloWorld' }),
  return_decorated_input: (event) => success(`input-event-${pythonText(event)}`),
  return_bytes_str: () => success('HelloWorld!'),
  raise_exception: () =>
    failure('Exception', 'Some exception was raised.', 2, 'raise Exception("Some exception was raised.")'),
  raise_custom_exception: () => failure('CustomException', '', 9, 'raise CustomException()'),
  large_output_string: () => success('a'.repeat(257 * 1024)),
  wait_60_seconds: (_, clock) => new Promise((resolve) => clock.setTimeout(() => resolve(success(null)), 60_000)),
}

/** Answers invocations by function name. `behaviours` maps names to entries of `lambdas`. */
export function conformanceFunctions(behaviours: ReadonlyMap<string, string>, clock: Clock): InvokeFunction {
  return async ({ functionArn, payload }) => {
    const name = functionArn.split(':').at(-1) ?? ''
    const behaviour = BEHAVIOURS[behaviours.get(name) ?? '']
    if (behaviour === undefined) {
      const error = new Error(`Function not found: ${functionArn}:$LATEST`)
      error.name = 'ResourceNotFoundException'
      throw error
    }
    const event: Json = JSON.parse(payload)
    return behaviour(event, clock, payload)
  }
}

function success(value: Json): InvokeResponse {
  return answer(pythonJson(value))
}

function answer(payload: string): InvokeResponse {
  return { statusCode: 200, executedVersion: '$LATEST', payload }
}

function failure(errorType: string, errorMessage: string, line: number, source: string): InvokeResponse {
  const stackTrace = [`  File "/var/task/handler.py", line ${line}, in handler\n    ${source}\n`]
  const payload = pythonJson({ errorMessage, errorType, requestId: randomUUID(), stackTrace })
  return { statusCode: 200, executedVersion: '$LATEST', payload, functionError: 'Unhandled' }
}

/** JSON as Python's json.dumps writes it, with spaces: recorded content lengths depend on it. */
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`)
    .join(', ')}}`
}

/** JSON text as Python gives it back after reading it: like `pythonJson`, but 0.0 stays apart from 0. */
function pythonEcho(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|[-+.\w]+|[,:]|\s+/g, (token) => {
    if (token.trim() === '') return ''
    if (token === ',' || token === ':') return `${token} `
    if (token.startsWith('"')) return JSON.stringify(JSON.parse(token))
    const number = Number(token)
    if (Number.isNaN(number)) return token
    if (/^-?\d+$/.test(token)) return number === 0 ? '0' : token
    return Number.isInteger(number) ? number.toFixed(1) : String(number)
  })
}

/** A value as Python's f-strings show it. */
function pythonText(value: Json, nested = false): string {
  if (typeof value === 'string') return nested ? `'${value}'` : value
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map((item) => pythonText(item, true)).join(', ')}]`
  if (typeof value === 'number') return String(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `'${key}': ${pythonText(item, true)}`)
    .join(', ')}}`
}
