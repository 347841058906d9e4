// Runs in a child process: loads one handler and answers invocations over the IPC channel, one at a time.
// Shapes of errors and log lines follow AWS's Node.js runtime.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

const [, , marker] = process.argv
const {
  _HANDLER: handlerName = '',
  LAMBDA_TASK_ROOT: taskRoot = '',
  AWS_LAMBDA_FUNCTION_NAME: functionName = '',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryLimitInMB = '',
  AWS_LAMBDA_LOG_GROUP_NAME: logGroupName = '',
  AWS_LAMBDA_LOG_STREAM_NAME: logStreamName = '',
} = process.env

let current // id of the invocation under way

// The parent is gone: nobody would take a result.
process.on('disconnect', () => process.exit(0))

process.on('uncaughtException', (error) => crash(error, errorObject(error)))
process.on('unhandledRejection', (reason) => {
  const error = errorObject(reason)
  const errorMessage = `${error.errorType}: ${error.errorMessage}`
  crash(reason, { ...error, errorType: 'Runtime.UnhandledPromiseRejection', errorMessage })
})

for (const [method, level] of Object.entries({
  log: 'INFO',
  info: 'INFO',
  debug: 'DEBUG',
  trace: 'TRACE',
  warn: 'WARN',
  error: 'ERROR',
})) {
  console[method] = (...values) => log(level, format(...values))
}

try {
  const handler = await loadHandler()
  process.on('message', (call) => void answer(handler, call))
  process.send({ type: 'ready' })
} catch (error) {
  log('ERROR', format('Uncaught Exception', error))
  process.on('message', () => undefined) // keeps the process until the parent has heard
  finish({ type: 'init-failed', error: errorObject(error) })
}

async function loadHandler() {
  const [, path, exported] = /^(.*?[^./]*)\.(.+)$/.exec(handlerName) ?? []
  if (path === undefined) throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler: it is not "file.export"')
  const file = ['.js', '.mjs', '.cjs', ''].map((extension) => join(taskRoot, path + extension)).find(existsSync)
  if (file === undefined) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${path}'`)
  const loaded = await importModule(file)
  const names = exported.split('.')
  const found = [loaded, loaded.default].map((root) => names.reduce((value, name) => value?.[name], root))
  const handler = found.find((value) => value !== undefined)
  if (handler === undefined) {
    throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`)
  }
  if (typeof handler !== 'function') throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is not a function`)
  return handler
}

async function importModule(file) {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', String(error), error)
    if (['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error?.code)) {
      throw runtimeError('Runtime.ImportModuleError', String(error), error)
    }
    throw error
  }
}

async function answer(handler, call) {
  current = call.requestId
  try {
    const result = await run(handler, JSON.parse(call.payload), contextOf(call))
    finish({ type: 'returned', payload: encode(result) })
  } catch (error) {
    const reported = errorObject(error)
    log('ERROR', `Invoke Error ${JSON.stringify(reported)}`)
    finish({ type: 'threw', error: reported })
  }
}

/** Handlers answer by a promise or, where they take three parameters, by a callback. */
function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error === undefined || error === null ? resolve(result) : reject(error))
    const returned = handler(event, context, callback)
    if (typeof returned?.then === 'function') returned.then(resolve, reject)
    else if (handler.length < 3) resolve(null)
  })
}

function contextOf(call) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: call.invokedFunctionArn,
    memoryLimitInMB,
    awsRequestId: call.requestId,
    logGroupName,
    logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(call.deadline - Date.now())),
  }
}

function encode(result) {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch {
    throw new Error('Unable to stringify response body')
  }
}

/** Markers end the output of the invocation, so that the parent knows it has read all of it. */
function finish(outcome, done) {
  current = undefined
  const peakMemoryKb = readPeakMemory()
  const mark = (stream, next) => stream.write(`${marker}\n`, () => next())
  mark(process.stdout, () => mark(process.stderr, () => process.send?.({ ...outcome, peakMemoryKb }, () => done?.())))
}

function crash(thrown, error) {
  const interrupted = current !== undefined
  log('ERROR', format('Uncaught Exception', thrown))
  if (interrupted) finish({ type: 'crashed', error }, () => process.exit(129))
  else process.exit(129)
}

function readPeakMemory() {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
    if (kilobytes !== undefined) return Number(kilobytes)
  } catch {
    // Only Linux has /proc.
  }
  return process.resourceUsage().maxRSS
}

function log(level, text) {
  const stream = level === 'ERROR' || level === 'WARN' ? process.stderr : process.stdout
  stream.write(`${new Date().toISOString()}\t${current ?? 'undefined'}\t${level}\t${text}\n`)
}

function runtimeError(name, message, cause) {
  const error = new Error(message, cause === undefined ? undefined : { cause })
  error.name = name
  return error
}

function errorObject(thrown) {
  if (thrown instanceof Error || (typeof thrown === 'object' && thrown !== null && 'message' in thrown)) {
    return {
      errorType: String(thrown.name ?? 'Error'),
      errorMessage: String(thrown.message),
      trace: String(thrown.stack ?? '').split('\n'),
    }
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] }
}
