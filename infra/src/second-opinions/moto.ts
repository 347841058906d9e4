import { createServer, request } from 'node:http'
import { once } from 'node:events'
import { createServer as createSocket } from 'node:net'
import { startTool } from './run-tool.ts'

export interface Moto extends AsyncDisposable {
  readonly endpoint: string
  readonly stepFunctions: string
}

/** Calls of Step Functions that the provider makes and moto does not know. */
const ANSWERS: Readonly<Record<string, object>> = {
  ListStateMachineVersions: { stateMachineVersions: [] },
  ValidateStateMachineDefinition: { result: 'OK', diagnostics: [], truncated: false },
}

/** Milliseconds that moto may take to start on a busy machine. */
const START = 60_000

/** Starts moto's server on a free port, and a proxy for Step Functions. @throws Error when it does not start */
export async function startMoto(server: string): Promise<Moto> {
  const port = await freePort()
  const child = startTool(server, ['-p', String(port)], { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' })
  const endpoint = `http://127.0.0.1:${port}`
  const deadline = Date.now() + START
  while (!(await answers(endpoint))) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('moto_server did not start')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const proxy = stepFunctionsProxy(port)
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    endpoint,
    stepFunctions: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      proxy.close()
      proxy.closeAllConnections()
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

function stepFunctionsProxy(port: number) {
  return createServer((incoming, response) => {
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? ''
    const known = ANSWERS[operation]
    if (known !== undefined) {
      incoming.resume()
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(known))
      return
    }
    const { method, url, headers } = incoming
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await fetch(`${endpoint}/moto-api/data.json`)
    return true
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const address = socket.address()
  socket.close()
  if (address === null || typeof address === 'string') throw new Error('there is no free port')
  return address.port
}
