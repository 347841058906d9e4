import { join } from 'node:path'
import type { FunctionModel } from '../stack/model/model.ts'
import { temporaryFolder, writeZip } from '../stack/testing/write-stacks.ts'
import type { LogLine } from './function-log.ts'
import type { InvocationRecord } from './invocation.ts'
import { type LambdaOptions, LambdaRuntime } from './lambda-runtime.ts'

/** A runtime with one function, for tests. */
export interface TestRuntime extends AsyncDisposable {
  readonly runtime: LambdaRuntime
  readonly lines: readonly LogLine[]
  readonly records: readonly InvocationRecord[]
  readonly dataFolder: string
  /** Invokes the function with a JSON value and gives the JSON value back. */
  invoke(event: unknown): Promise<{ result: unknown; functionError: string | undefined }>
}

/** Starts a runtime for one function named `work` with the given files; disposing it ends its workers. */
export async function testRuntime(
  files: Readonly<Record<string, string>>,
  model: Partial<FunctionModel> = {},
  options: Partial<LambdaOptions> = {},
): Promise<TestRuntime> {
  const folder = await temporaryFolder()
  const zipPath = join(folder, 'work.zip')
  await writeZip(zipPath, files)
  const lines: LogLine[] = []
  const records: InvocationRecord[] = []
  const runtime = new LambdaRuntime({
    functions: [{ ...WORK, zipPath, ...model }],
    region: 'eu-central-1',
    endpointUrl: 'http://127.0.0.1:1',
    credentialsOf: (roleArn) => ({ accessKeyId: 'KEY', secretAccessKey: `secret of ${roleArn}` }),
    environment: {},
    dataFolder: folder,
    cacheFolder: join(folder, 'cache'),
    onLog: (line) => lines.push(line),
    onInvocation: (record) => records.push(record),
    ...options,
  })
  return {
    runtime,
    lines,
    records,
    dataFolder: folder,
    invoke: async (event) => {
      const { payload, functionError } = await runtime.invoke({ functionName: 'work', payload: JSON.stringify(event) })
      return { result: JSON.parse(payload), functionError }
    },
    [Symbol.asyncDispose]: () => runtime.stop(),
  }
}

const WORK: FunctionModel = {
  id: 'test/aws_lambda_function.work',
  address: 'aws_lambda_function.work',
  name: 'work',
  arn: 'arn:aws:lambda:eu-central-1:123456789012:function:work',
  roleArn: 'arn:aws:iam::123456789012:role/work',
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  zipPath: '',
  memoryMb: 256,
  timeoutSeconds: 5,
  reservedConcurrency: undefined,
  environment: { COLOR: 'blue' },
  qualifiers: { $LATEST: '$LATEST', '3': '3', live: '3' },
  async: {
    retries: 2,
    maximumAgeSeconds: 21_600,
    onSuccess: undefined,
    onFailure: undefined,
    deadLetterArn: undefined,
  },
}
