import type { FunctionModel } from '../stack/model/model.ts'

/** What a worker's environment is made of, besides the function itself. */
export interface EnvironmentSource {
  readonly region: string
  /** `AWS_ENDPOINT_URL`. */
  readonly endpointUrl: string
  /** Access key of the function's role. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** The caller's own variables; they win over everything. */
  readonly overrides: Readonly<Record<string, string>>
  /** Folder of the unpacked code. */
  readonly taskRoot: string
  /** Folder for temporary files. */
  readonly temporaryFolder: string
  readonly logStreamName: string
}

/**
 * The whole environment of a worker: nothing of ours but PATH, as in Lambda.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function workerEnvironment(model: FunctionModel, source: EnvironmentSource): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    TMPDIR: source.temporaryFolder,
    ...withoutRuntimeFiles(model.environment),
    _HANDLER: model.handler,
    AWS_REGION: source.region,
    AWS_DEFAULT_REGION: source.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${model.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: model.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${model.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: source.logStreamName,
    AWS_ACCESS_KEY_ID: source.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: source.credentials.secretAccessKey,
    AWS_ENDPOINT_URL: source.endpointUrl,
    LAMBDA_TASK_ROOT: source.taskRoot,
    ...source.overrides,
  }
}

/** Node reads the certificates of RDS from here, a file that only Lambda's own image has. */
const RUNTIME_FILES = '/var/runtime/'

function withoutRuntimeFiles(variables: Readonly<Record<string, string>>): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS: certificates, ...others } = variables
  if (certificates === undefined || certificates.startsWith(RUNTIME_FILES)) return others
  return { ...others, NODE_EXTRA_CA_CERTS: certificates }
}
