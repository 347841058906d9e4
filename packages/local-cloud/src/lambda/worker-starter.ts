import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FunctionModel } from '../stack/model/model.ts'
import { workerEnvironment } from './environment.ts'
import type { FunctionLogs } from './function-log.ts'
import { unpackCode } from './unpack.ts'
import { WorkerProcess } from './worker-process.ts'

/** What workers are started with. */
export interface WorkerStarterOptions {
  readonly region: string
  /** `AWS_ENDPOINT_URL` of the workers. */
  readonly endpointUrl: string
  /** The access key of a role. */
  readonly credentialsOf: (roleArn: string) => { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Variables for every function; they win over the function's own. */
  readonly environment: Readonly<Record<string, string>>
  /** Logs and temporary files go here. */
  readonly dataFolder: string
  /** Unpacked code is kept here. */
  readonly cacheFolder: string
}

/** Starts workers. The code of a function is unpacked before its first one. */
export class WorkerStarter {
  private readonly options: WorkerStarterOptions
  private readonly logs: FunctionLogs
  private readonly code = new Map<string, Promise<string>>()

  constructor(options: WorkerStarterOptions, logs: FunctionLogs) {
    this.options = options
    this.logs = logs
  }

  /** @throws Error when the deployment package cannot be unpacked */
  async start(model: FunctionModel): Promise<WorkerProcess> {
    const taskRoot = await this.unpack(model.zipPath)
    const temporaryFolder = join(this.options.dataFolder, 'tmp', model.name)
    await mkdir(temporaryFolder, { recursive: true })
    const { region, endpointUrl, environment: overrides } = this.options
    const logStreamName = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`
    const credentials = this.options.credentialsOf(model.roleArn)
    const source = { region, endpointUrl, credentials, overrides, taskRoot, temporaryFolder, logStreamName }
    const functionName = model.name
    return new WorkerProcess({
      environment: workerEnvironment(model, source),
      taskRoot,
      memoryMb: model.memoryMb,
      onLine: (stream, line, requestId) => this.logs.add({ functionName, requestId, stream, line }),
    })
  }

  private unpack(zipPath: string): Promise<string> {
    const unpacked = this.code.get(zipPath) ?? unpackCode(zipPath, this.options.cacheFolder)
    this.code.set(zipPath, unpacked)
    return unpacked
  }
}
